using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class LiveTests(PostgresServerFixture postgres)
{
    private const string AdminKey = "an-admin-key-of-the-tests-alone-0123456789";
    private const int Audits = 3;

    private static readonly string[] CompanyIds = ["acme", "beta"];

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_store_is_well_while_a_server_writes_to_it(StoreKind kind)
    {
        await using var store = await StoreCase.MakeAsync(kind, postgres);
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Under("key"), AdminKey);
        await using var server = await ServerProcess.StartAsync(store.Place, new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = ServerProcess.Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        foreach (var company in CompanyIds)
            await SendAsync(http, HttpMethod.Put, $"/admin/companies/{company}", new { companyName = company, billingSystem = "minutes" });
        var key = await SendAsync(http, HttpMethod.Post, "/admin/keys", new { kind = "runtime", name = "runtime" });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.GetProperty("key").GetString());

        using var written = new SemaphoreSlim(0);
        using var enough = new CancellationTokenSource();
        var writer = WriteAsync(http, written, enough.Token);
        var entries = 0L;
        for (var i = 0; i < Audits; i++)
        {
            // In the midst of writing: more than at the last audit, and more to come.
            for (var batch = 0; batch < 5; batch++)
                Assert.True(await written.WaitAsync(ServerProcess.Timeout));
            Assert.False(writer.IsCompleted);

            var run = await store.AuditAsync("--json");

            Assert.Equal("", run.Errors);
            Assert.Equal(0, run.ExitCode);
            var read = JsonElement.Parse(run.Output).GetProperty("entries").GetInt64();
            Assert.True(read > entries, $"{read} entries after {entries}");
            entries = read;

            // Nor do the others mistake what moves for something that is off, or get in the server's way.
            var rebuild = await store.RunAsync("snapshots", "rebuild", "--all");
            Assert.Equal(("", 0), (rebuild.Errors, rebuild.ExitCode));
            var replay = await store.RunAsync("replay", "--company", "acme", "--to", "1970-01-02", "--url", server.Url.AbsoluteUri, "--key-file", folder.Under("key"));
            Assert.Equal(("", 0), (replay.Errors, replay.ExitCode));
        }

        await enough.CancelAsync();
        await writer;
        Assert.Equal(0, await server.StopAsync());
        var last = await store.AuditAsync();
        Assert.Equal(0, last.ExitCode);
    }

    private static async Task WriteAsync(HttpClient http, SemaphoreSlim written, CancellationToken enough)
    {
        for (var batch = 0; !enough.IsCancellationRequested; batch++)
        {
            var events = Enumerable.Range(0, 40).Select(i => new
            {
                eventId = string.Create(CultureInfo.InvariantCulture, $"event-{batch}-{i}"),
                companyId = CompanyIds[i % CompanyIds.Length],
                occurredAt = DateTimeOffset.UnixEpoch.AddHours((batch * 40) + i),
                durationSeconds = 60 + i,
            });
            await SendAsync(http, HttpMethod.Post, "/ingest/events", events);
            written.Release();
        }
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
