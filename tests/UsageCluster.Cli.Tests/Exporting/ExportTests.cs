using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Exporting;

public sealed class ExportTests : IAsyncLifetime
{
    private const string AdminKey = "an-admin-key-of-the-tests-alone-0123456789";

    private readonly TempFolder _folder = new();
    private ServerProcess _server = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(["--data", _folder.Under("data")], new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });
        _http = new HttpClient { BaseAddress = _server.Url, Timeout = ServerProcess.Timeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        await File.WriteAllTextAsync(_folder.Under("key"), AdminKey + "\n");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("usage", "csv", "/billing/usage?start=2024-01-01&end=2024-02-01&companyId=acme", "2024-01-01", "2024-02-01")]
    [InlineData("monthly", "ndjson", "/billing/usage/monthly?from=2024-01&to=2024-01&companyId=acme", "2024-01", "2024-01")]
    [InlineData("history", "ndjson", "/billing/history?from=2024-01-01T00%3A00%3A00%2B01%3A00&companyId=acme", "2024-01-01T00:00:00+01:00", null)]
    [InlineData("transactions", "csv", "/billing/transactions?companyId=acme", null, null)]
    public async Task What_the_server_answers_is_written_as_it_is(string what, string format, string path, string? from, string? to)
    {
        await ProvisionAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(format == "csv" ? "text/csv" : "application/x-ndjson");
        using var answer = await _http.SendAsync(request);
        var expected = await answer.Content.ReadAsStringAsync();
        Assert.Contains("acme", expected, StringComparison.Ordinal);
        List<string> arguments = [what, "--format", format, "--company", "acme"];
        if (from is not null)
            arguments.AddRange(["--from", from]);
        if (to is not null)
            arguments.AddRange(["--to", to]);

        var printed = await ExportAsync([.. arguments]);
        var filed = await ExportAsync([.. arguments, "--output", _folder.Under("out")]);

        Assert.Equal((0, expected), (printed.ExitCode, printed.Output));
        Assert.Equal((0, ""), (filed.ExitCode, filed.Output));
        Assert.Equal(expected, await File.ReadAllTextAsync(_folder.Under("out")));
        Assert.False(File.Exists(_folder.Under("out.part")));
        var lines = string.Create(CultureInfo.InvariantCulture, $"{expected.Count(c => c == '\n')} lines, {expected.Length} characters in ");
        Assert.StartsWith(lines, filed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_and_a_file_of_before_stays()
    {
        await File.WriteAllTextAsync(_folder.Under("out"), "before");

        var run = await ExportAsync("history", "--company", "acme", "--from", "2024-13-01", "--output", _folder.Under("out"));

        AssertFailed(run, "usage: 400 invalid_parameter: from: ");
        Assert.Equal("before", await File.ReadAllTextAsync(_folder.Under("out")));
        Assert.False(File.Exists(_folder.Under("out.part")));
        AssertFailed(await ExportAsync("transactions", "--company", "nobody"), "usage: 404 company_not_found: ");
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_a_key_that_is_none_are_told_without_the_key()
    {
        await _server.StopAsync();
        AssertFailed(await ExportAsync("usage", "--company", "acme"), $"usage: {_server.Url.GetLeftPart(UriPartial.Authority)}: ");
        await File.WriteAllTextAsync(_folder.Under("key"), "hidden\u00E9word");

        var run = await ExportAsync("usage", "--company", "acme");

        AssertFailed(run, "usage: The key holds characters that no key has.");
        Assert.DoesNotContain("hidden", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("See usage export --help.", "export", "usage", "--format", "xml")]
    [InlineData("See usage export --help.", "export", "invoices")]
    [InlineData("--company may stand once for history. See usage export --help.", "export", "history", "--company", "a", "--company", "b")]
    [InlineData("usage: --url is no address of a server, as http://127.0.0.1:8080.", "export", "history", "--url", "file:///etc")]
    public async Task Bad_usage_is_one_line(string end, params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments);

        AssertFailed(run, "usage: ");
        Assert.EndsWith(end, run.Errors.TrimEnd(), StringComparison.Ordinal);
    }

    private static void AssertFailed(CliRun run, string start)
    {
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(start, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }

    private Task<CliRun> ExportAsync(params string[] arguments) =>
        CliRun.OfAsync(["export", .. arguments, "--url", _server.Url.ToString(), "--key-file", _folder.Under("key")]);

    private async Task ProvisionAsync()
    {
        await SendAsync(AdminKey, HttpMethod.Put, "/admin/companies/acme", new { companyName = "=acme", billingSystem = "minutes" });
        await SendAsync(
            AdminKey, HttpMethod.Post, "/admin/companies/acme/transactions",
            new { id = "1", type = "grant", amount = 1.5, currency = "EUR", description = "\u6F22, \"x\"" });
        var key = await SendAsync(AdminKey, HttpMethod.Post, "/admin/keys", new { kind = "runtime", name = "runtime" });
        await SendAsync(
            key.GetProperty("key").GetString()!, HttpMethod.Post, "/ingest/events",
            new { eventId = "e", companyId = "acme", occurredAt = "2024-01-10", durationSeconds = 61.5 });
    }

    private async Task<JsonElement> SendAsync(string key, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
