using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Gateway.Tests.OpenApi;

/// <summary>
/// The document's examples of what /billing and /ingest answer are real answers: each is asked for here, of a few calls on an empty server. Nothing in them
/// depends on the run; the list of currencies alone is shortened.
/// </summary>
public sealed class ResponseExampleTests : AdminServerTests
{
    private const string January = "start=2024-01-01&end=2024-02-01", Csv = "text/csv", Ndjson = "application/x-ndjson", Hal = "application/hal+json", Json = "application/json";

    [Fact]
    public async Task Usage_and_monthly_rows_of_a_company_on_minutes()
    {
        await CompanyAsync("company-uuid", "Your Company");
        await UseAsync("company-uuid", 41, 350, "screening");
        await UseAsync("company-uuid", 1, 380, "screening");
        var key = await KeyAsync("company", "company-uuid");

        await ShowsAsync("MinutesCompany", key, "/billing/usage?" + January);
        await ShowsAsync("MonthlyUsage", key, "/billing/usage/monthly?from=2024-01&to=2024-01", Hal);
        await ShowsAsync("MonthlyCsv", key, "/express/usage/month?from=2024-01&to=2024-01", Csv);
        await ShowsAsync("MonthlyNdjson", key, "/billing/usage/monthly?from=2024-01&to=2024-01", Ndjson);
        var row = Example("MonthlyUsageRow").GetProperty("_links").GetProperty("self").GetProperty("href").GetString()!;
        await ShowsAsync("MonthlyUsageRow", key, row, Hal);
    }

    [Fact]
    public async Task Usage_of_a_company_on_credits()
    {
        await Server.Provision.RuleAsync("*", 0, 0, 2.5m);
        await CompanyAsync("company-uuid", "Your Company", "credits");
        await UseAsync("company-uuid", 41, 348);
        await UseAsync("company-uuid", 1, 432);

        await ShowsAsync("CreditsCompany", await KeyAsync("company", "company-uuid"), "/billing/usage?" + January);
    }

    [Fact]
    public async Task Usage_of_ATSs()
    {
        await Server.Provision.RuleAsync("*", 0, 0, 2.5m);
        foreach (var letter in "ABCD")
            await CompanyAsync($"company-{char.ToLowerInvariant(letter)}-uuid", $"Client Company {letter}", letter == 'C' ? "credits" : "minutes");
        await UseAsync("company-a-uuid", 20, 360);
        await UseAsync("company-b-uuid", 21, 220);
        await UseAsync("company-b-uuid", 1, 210);
        await UseAsync("company-c-uuid", 41, 348);
        await UseAsync("company-c-uuid", 1, 432);
        await Server.Provision.AtsAsync("minutes", "company-a-uuid", "company-b-uuid");
        await Server.Provision.AtsAsync("mixed", "company-a-uuid", "company-c-uuid", "company-d-uuid");
        await Server.Provision.AtsAsync("csv", "company-a-uuid", "company-d-uuid");

        await ShowsAsync("AtsOnMinutes", await KeyAsync("ats", "minutes"), "/billing/usage?" + January);
        await ShowsAsync("MixedAts", await KeyAsync("ats", "mixed"), "/billing/usage?" + January);
        await ShowsAsync("UsageCsv", await KeyAsync("ats", "csv"), "/billing/usage?" + January, Csv);
        await ShowsAsync("UsageNdjson", await KeyAsync("company", "company-a-uuid"), "/billing/usage?" + January, Ndjson);
    }

    [Fact]
    public async Task Series()
    {
        await CompanyAsync("company-uuid", "Your Company");
        await UseAsync("company-uuid", 2, 60);
        await Server.Provision.UseAsync("company-uuid", "2024-01-10", 90, "other");

        await ShowsAsync(
            "DailySeries", await KeyAsync("company", "company-uuid"), "/billing/usage/series?start=2024-01-10&end=2024-01-12&granularity=day");
    }

    [Fact]
    public async Task A_plan_and_an_entitlement()
    {
        await CompanyAsync("company-uuid", "Your Company");
        await PutWellAsync(
            "plans/growth", """{"name":"Growth","monthlyFee":199,"currency":"EUR","includedMinutes":1000,"pricePerMinute":0.25,"featureFlags":{"branding":true,"sso":false}}""");
        await PutWellAsync("companies/company-uuid/plan", """{"planId":"growth","effectiveFrom":"2024-01-01"}""");
        await UseAsync("company-uuid", 1, 66_030);
        Server.Time.Advance(TimeSpan.FromDays(1));
        await Server.Provision.UseAsync("company-uuid", "2024-02-01", 52_770);
        var key = await KeyAsync("company", "company-uuid");

        await ShowsAsync("PlanReport", key, "/billing/plan?month=2024-01");
        await ShowsAsync("EntitlementReport", key, "/billing/entitlement?durationSeconds=1800");
    }

    [Fact]
    public async Task Transactions()
    {
        await Server.Provision.RuleAsync("*", 0, 0, 2.5m);
        await CompanyAsync("company-uuid", "Your Company", "credits");
        Server.Time.Advance(TimeSpan.FromHours(9));
        await PostAsync(
            "companies/company-uuid/transactions",
            """{"id":"order-1","type":"topup","amount":500,"currency":"credits","description":"Order 1","reference":"INV-7"}""");
        Server.Time.Advance(TimeSpan.FromHours(1));
        await Server.Provision.UseAsync("company-uuid", "2024-02-01T10:00:00Z", 294);
        var key = await KeyAsync("company", "company-uuid");

        await ShowsAsync("TransactionReport", key, "/billing/transactions");
        await ShowsAsync("TransactionsCsv", key, "/billing/transactions", Csv);
        await ShowsAsync("TransactionsNdjson", key, "/billing/transactions?to=2024-02-01T12:00:00Z", Ndjson);
    }

    [Fact]
    public async Task An_event_in_history_explained_and_corrected()
    {
        await CompanyAsync("company-uuid", "Your Company");
        var runtime = await KeyAsync("runtime", null);
        await Server.Api.PostAsync(
            runtime, "/ingest/events",
            """
            {"eventId":"018cf3a0-6f00-7000-8000-000000000001","companyId":"company-uuid","occurredAt":"2024-01-31T23:57:00Z","durationSeconds":90.5,
             "agentFocus":"screening","interviewId":"interview-1"}
            """);
        var key = await KeyAsync("company", "company-uuid");

        await ShowsAsync("History", key, "/billing/history");
        await ShowsAsync("HistoryNdjson", key, "/billing/history", Ndjson);
        await ShowsAsync("Explanation", key, "/billing/usage/explain?costKey=interview_minutes&" + January);
        await ShowsAsync("EventRecord", runtime, "/ingest/events?companyId=company-uuid&eventId=018cf3a0-6f00-7000-8000-000000000001");
        Server.Time.Advance(TimeSpan.FromHours(10));
        await PostAsync("companies/company-uuid/corrections", """{"id":"void-1","eventId":"018cf3a0-6f00-7000-8000-000000000001","kind":"void","reason":"Never took place"}""");
        await ShowsAsync("HistoryCsv", key, "/billing/history", Csv);
    }

    [Fact]
    public async Task Recorded_events()
    {
        await CompanyAsync("company-uuid", "Your Company");
        var runtime = await KeyAsync("runtime", null);
        static string Event(int number, string company) =>
            $$"""{"eventId":"018cf3a0-6f00-7000-8000-00000000000{{number}}","companyId":"{{company}}","occurredAt":"2024-01-10T09:00:00Z","durationSeconds":360}""";
        await Server.Api.PostAsync(runtime, "/ingest/events", Event(2, "company-uuid"));

        var answer = await Server.Api.PostAsync(
            runtime, "/ingest/events", $"[{Event(1, "company-uuid")},{Event(2, "company-uuid")},{Event(4, "nobody")}]");

        AssertJson(Example("Recorded").GetRawText(), answer.Json);
    }

    [Fact]
    public async Task Currencies_of_which_some_are_shown()
    {
        var example = Example("Currencies");
        var answer = (await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/currencies")).Json;

        Assert.Equal(example.GetProperty("message").GetString(), answer.GetProperty("message").GetString());
        Assert.Equal(example.EnumerateObject().Select(m => m.Name), answer.EnumerateObject().Select(m => m.Name));
        var rows = answer.GetProperty("data").EnumerateArray().ToArray();
        Assert.All(example.GetProperty("data").EnumerateArray(), shown => Assert.Contains(rows, row => JsonElement.DeepEquals(row, shown)));
    }

    [Fact]
    public void Every_example_of_an_answer_is_asked_for_here()
    {
        var source = File.ReadAllText(Repository.Under("tests", "UsageCluster.Gateway.Tests", "OpenApi", nameof(ResponseExampleTests) + ".cs"));
        foreach (var path in Document().GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/billing/", StringComparison.Ordinal) || p.Name == "/ingest/events"))
        {
            foreach (var example in AnswersOf(path.Value))
                Assert.Contains($"\"{example}\"", source, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> AnswersOf(JsonElement path) =>
        from operation in path.EnumerateObject()
        where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("responses", out _)
        from content in operation.Value.GetProperty("responses").GetProperty("200").TryGetProperty("content", out var contents) ? contents.EnumerateObject().ToArray() : []
        where content.Value.TryGetProperty("examples", out _)
        from example in content.Value.GetProperty("examples").EnumerateObject()
        select example.Value.GetProperty("$ref").GetString()!.Split('/')[^1];

    private static JsonElement Document() =>
        JsonElement.Parse(File.ReadAllBytes(Repository.Under("src", "UsageCluster.Gateway", "OpenApi", "v1.json")));

    private static JsonElement Example(string name) =>
        Document().GetProperty("components").GetProperty("examples").GetProperty(name).GetProperty("value");

    private async Task ShowsAsync(string example, string key, string path, string media = Json)
    {
        var answer = await Server.Api.GetAsync(key, path, ("Accept", media));
        if (media is Csv or Ndjson)
            Assert.Equal(Example(example).GetString(), answer.Text);
        else
            AssertJson(Example(example).GetRawText(), answer.Json);
    }

    private Task CompanyAsync(string companyId, string name, string system = "minutes") => Server.Provision.CompanyAsync(companyId, name, system);

    private Task UseAsync(string companyId, int events, decimal seconds, string? agentFocus = null) =>
        Server.Provision.UseAsync(companyId, "2024-01-10", seconds, repeat: events, agentFocus: agentFocus);

    private async Task<string> KeyAsync(string kind, string? owner) => (await Server.Provision.KeyAsync(kind, owner)).Text;
}
