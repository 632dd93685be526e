using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.Standalone.Hosting;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Auditing;

/// <summary>
/// Months are closed while the process that closes them is killed again and again: by reads and by late events, of companies whose months have been due for
/// long. Whatever was cut off, each month is closed once, and its transactions come to the month.
/// </summary>
[Collection(StoreCollection.Name)]
public class KilledClosingTests(PostgresServerFixture postgres)
{
    private const string AdminKey = "an-admin-key-of-the-tests-alone-0123456789";
    private const int CompaniesPerCycle = 40, Kills = 4;

    private static readonly DateTimeOffset Then = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StoreKind.Sqlite, 11)]
    [InlineData(StoreKind.Postgres, 12)]
    public async Task A_month_is_closed_once_whenever_the_process_is_killed(StoreKind kind, int seed)
    {
        await using var store = await StoreCase.MakeAsync(kind, postgres);
        await SeedAsync(store);
        var random = new Random(seed);
        for (var cycle = 0; cycle < Kills; cycle++)
        {
            await using var doomed = await StartAsync(store);
            await CloseUntilKilledAsync(doomed, CompaniesOf(cycle), random.Next(1, CompaniesPerCycle));
        }

        await using var server = await StartAsync(store);
        using var http = Client(server);
        foreach (var company in Enumerable.Range(0, Kills).SelectMany(CompaniesOf))
            await AssertClosedOnceAsync(http, company);
        Assert.Equal(0, await server.StopAsync());
        await store.AssertWellAsync();
    }

    private static string[] CompaniesOf(int cycle) =>
        [.. Enumerable.Range(0, CompaniesPerCycle).Select(i => string.Create(CultureInfo.InvariantCulture, $"c{cycle}-{i}"))];

    private static Task<ServerProcess> StartAsync(StoreCase store) => ServerProcess.StartAsync(
        store.Place, new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["Lease__Duration"] = "1" });

    private static HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Url, Timeout = ServerProcess.Timeout };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        return http;
    }

    // Companies on a plan since May 2025, with twelve minutes used in it, as of June 1st.
    private static async Task SeedAsync(StoreCase store)
    {
        var options = new StandaloneOptions
        {
            Urls = "http://127.0.0.1:0",
            AdminKey = AdminKey,
            DrainDelay = TimeSpan.Zero,
            DataDirectory = store.ConnectionString is null ? store.Place[1] : "",
            Ledger = store.ConnectionString,
        };
        await using var host = await StandaloneHost.CreateAsync(options, new Standing(Then), logging => logging.ClearProviders());
        await host.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        await SendAsync(http, AdminKey, HttpMethod.Put, "/admin/plans/p", new { name = "P", monthlyFee = 31.1, currency = "EUR", includedMinutes = 10, pricePerMinute = 0.333333 });
        foreach (var company in Enumerable.Range(0, Kills).SelectMany(CompaniesOf))
        {
            await SendAsync(http, AdminKey, HttpMethod.Put, $"/admin/companies/{company}", new { companyName = company, billingSystem = "minutes" });
            await SendAsync(http, AdminKey, HttpMethod.Put, $"/admin/companies/{company}/plan", new { planId = "p", effectiveFrom = "2025-05-10" });
        }

        var key = await RuntimeKeyAsync(http);
        await SendAsync(
            http, key, HttpMethod.Post, "/ingest/events",
            Enumerable.Range(0, Kills).SelectMany(CompaniesOf).Select(c => Event(c, "in time", 720)).ToArray());
        await host.StopAsync();
    }

    /// <summary>Half of the companies are read first, half get a late event first; the process is killed when some have been answered.</summary>
    private static async Task CloseUntilKilledAsync(ServerProcess server, string[] companies, int killAfter)
    {
        using var http = Client(server);
        var key = await RuntimeKeyAsync(http);
        var answered = 0;
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = companies.Select((company, i) => Task.Run(async () =>
        {
            try
            {
                if (i % 2 == 0)
                    (await http.GetAsync(new Uri($"/billing/transactions?companyId={company}", UriKind.Relative))).Dispose();
                else
                    await SendAsync(http, key, HttpMethod.Post, "/ingest/events", Event(company, "late", 61.5m));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Killed meanwhile.
            }

            if (Interlocked.Increment(ref answered) == killAfter)
                moment.SetResult();
        })).ToList();
        await moment.Task.WaitAsync(ServerProcess.Timeout);
        await server.KillAsync();
        await Task.WhenAll(calls).WaitAsync(ServerProcess.Timeout);
    }

    private static async Task AssertClosedOnceAsync(HttpClient http, string company)
    {
        var rows = (await GetAsync(http, $"/billing/transactions?companyId={company}&pageSize=100")).EnumerateArray().ToList();
        var months = rows.Select(r => r.GetProperty("reference").GetString()!).Distinct().ToList();
        Assert.Contains("2025-05", months);
        Assert.True(months.Count > 6, string.Join(' ', months));
        Assert.Equal(rows.Count, rows.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
        foreach (var month in months)
        {
            var ofMonth = rows.Where(r => r.GetProperty("reference").GetString() == month).ToList();
            Assert.Single(ofMonth, r => r.GetProperty("type").GetString() == "plan_fee");
            Assert.Equal(month == "2025-05" ? 1 : 0, ofMonth.Count(r => r.GetProperty("type").GetString() == "overage"));
            var plan = await GetAsync(http, $"/billing/plan?companyId={company}&month={month}");
            Assert.Equal(
                plan.GetProperty("fee").GetDecimal() + plan.GetProperty("overageCost").GetDecimal(), ofMonth.Sum(r => r.GetProperty("amount").GetDecimal()));
        }
    }

    private static object Event(string company, string id, decimal seconds) =>
        new { eventId = id, companyId = company, occurredAt = "2025-05-20T10:00:00Z", durationSeconds = seconds };

    private static async Task<string> RuntimeKeyAsync(HttpClient http) =>
        (await SendAsync(http, AdminKey, HttpMethod.Post, "/admin/keys", new { kind = "runtime", name = "runtime" })).GetProperty("key").GetString()!;

    private static async Task<JsonElement> GetAsync(HttpClient http, string path) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative))).GetProperty("data");

    private static async Task<JsonElement> SendAsync(HttpClient http, string key, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.ServiceUnavailable
            ? throw new HttpRequestException("Not now.")
            : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
