using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Billing;

public sealed class TransactionsEndpointTests : AdminServerTests
{
    private const string Topup = """{"id":"order 1","type":"topup","amount":100.5,"currency":"credits","description":"Order","reference":"INV-1"}""";

    [Fact]
    public async Task A_transaction_is_booked_once_and_shown_with_its_balance()
    {
        await OnCreditsAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-30T10:00:00Z", 60, repeat: 2);

        var made = await PostAsync("companies/c/transactions", Topup);
        var repeated = await PostAsync("companies/c/transactions", Topup);
        var other = await PostAsync("companies/c/transactions", Topup.Replace("100.5", "100.6", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Created, made.Status);
        AssertJson(
            """
            {"id":"order 1","type":"topup","amount":100.5,"currency":"credits","balanceAfter":97.5,"createdAt":"2024-02-01T00:00:00Z","description":"Order",
             "reference":"INV-1","companyId":"c"}
            """,
            made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(made.Text, repeated.Json);
        other.IsProblem(HttpStatusCode.Conflict, "transaction_conflict");
        var key = (await Server.Provision.KeyAsync("company", "c")).Text;
        AssertJson(
            $$"""
            {"status":true,"message":"Billing transactions fetched","data":[{{made.Text}},
             {"id":"uc:credit_usage:2024-01-30","type":"credit_usage","amount":-3,"currency":"credits","balanceAfter":-3,"createdAt":"2024-01-30T23:59:59.9999999Z",
              "description":"Usage of 2024-01-30","reference":"2024-01-30","companyId":"c"}],
             "meta":{"page":1,"pageSize":10,"totalPages":1,"totalCount":2,"nextCursor":null} }
            """,
            (await Server.Api.GetAsync(key, "/v1/billing/transactions")).Json);
        var entitlement = (await Server.Api.GetAsync(key, "/billing/entitlement?durationSeconds=60")).Json.GetProperty("data");
        Assert.Equal((1.5m, 97.5m), (entitlement.GetProperty("quantity").GetDecimal(), entitlement.GetProperty("remaining").GetDecimal()));
        Assert.Equal(1, Total((await Server.Api.GetAsync(key, "/billing/transactions?to=2024-02-01")).Json));
        Assert.Equal(2, Total((await GetAsync("companies/c/transactions")).Json));
        Assert.Single(await AuditAsync(), r => r.GetProperty("action").GetString() == "company.transaction.post");
    }

    [Theory]
    [InlineData("""{"amount":0}""", "amount")]
    [InlineData("""{"amount":-1}""", "amount")]
    [InlineData("""{"type":"expiry","amount":1}""", "amount")]
    [InlineData("""{"type":"refund","amount":0}""", "amount")]
    [InlineData("""{"amount":1.0000001}""", "amount")]
    [InlineData("""{"currency":"EUS"}""", "currency")]
    [InlineData("""{"type":"credit_usage"}""", "type")]
    [InlineData("""{"type":"plan_fee"}""", "type")]
    [InlineData("""{"id":"uc:mine"}""", "id")]
    [InlineData("""{"id":"uc:plan_fee:2024-01:EUR"}""", "id")]
    [InlineData("""{"id":"uc:credit_usage:2024-01-30"}""", "id")]
    [InlineData("""{"id":"\u0001corder"}""", "id")]
    [InlineData("""{"id":"","createdAt":"2024-01-01"}""", "id", "createdAt")]
    public async Task A_bad_field_is_named(string with, params string[] fields)
    {
        await CompaniesAsync("c");
        var body = System.Text.Json.Nodes.JsonNode.Parse(Topup)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(with)!.AsObject())
            body[name] = value?.DeepClone();

        Assert.Equal(fields, (await PostAsync("companies/c/transactions", body.ToJsonString())).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
        Assert.Equal(0, Total((await GetAsync("companies/c/transactions")).Json));
    }

    [Fact]
    public async Task An_ATS_sees_those_of_its_companies_merged_page_by_page()
    {
        await CompaniesAsync("a", "b", "other");
        foreach (var (company, id) in new[] { ("a", "1"), ("b", "2"), ("a", "3"), ("b", "1"), ("other", "9") })
        {
            await PostAsync($"companies/{company}/transactions", $$"""{"id":"{{id}}","type":"grant","amount":1,"currency":"EUR"}""");
            Server.Time.Advance(TimeSpan.FromSeconds(id == "3" ? 0 : 1));
        }

        await Server.Provision.AtsAsync("ats", "a", "b");
        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;
        string[] expected = ["b 1", "a 3", "b 2", "a 1"];

        var byPage = new List<string>();
        for (var page = 1; page <= 2; page++)
            byPage.AddRange(Rows((await Server.Api.GetAsync(key, $"/billing/transactions?pageSize=3&page={page}")).Json));
        var byCursor = new List<string>();
        string? after = null;
        do
        {
            var page = (await Server.Api.GetAsync(key, "/billing/transactions?pageSize=1" + (after is null ? "" : "&after=" + after))).Json;
            byCursor.AddRange(Rows(page));
            after = page.GetProperty("meta").GetProperty("nextCursor").GetString();
        }
        while (after is not null && byCursor.Count < 10);

        Assert.Equal(expected.Order(), byPage.Order());
        Assert.Equal(byPage, byCursor);
        Assert.Equal(["b 1", "b 2"], Rows((await Server.Api.GetAsync(key, "/billing/transactions?companyId=b")).Json));
        (await Server.Api.GetAsync(key, "/billing/transactions?companyId=other")).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("pageSize=101", "pageSize")]
    [InlineData("from=2024-13-01", "from")]
    [InlineData("from=2024-01-02&to=2024-01-02", "from")]
    [InlineData("after=abc", "after")]
    public async Task Bad_paging_is_refused(string query, string field)
    {
        await CompaniesAsync("c");
        var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/transactions?companyId=c&" + query);
        Assert.Equal([field], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    [Fact]
    public async Task The_transactions_of_a_closed_month_add_up_to_its_plan()
    {
        await CompaniesAsync("c");
        await PutWellAsync("plans/basic", """{"name":"B","monthlyFee":31.1,"currency":"EUR","includedMinutes":10,"pricePerMinute":0.333333}""");
        await PutWellAsync("companies/c/plan", """{"planId":"basic","effectiveFrom":"2024-01-10"}""");
        await Server.Provision.UseAsync("c", "2024-01-20", 1_234.567m);
        Server.Time.Advance(TimeSpan.FromDays(4));
        await Server.Provision.UseAsync("c", "2024-01-21", 77.001m);

        var plan = (await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/plan?companyId=c&month=2024-01")).Json.GetProperty("data");
        var rows = (await Server.Api.GetAsync(GatewayServer.AdminKey, "/billing/transactions?companyId=c")).Json.GetProperty("data").EnumerateArray().ToList();

        Assert.Equal(["adjustment", "overage", "plan_fee"], rows.Select(r => r.GetProperty("type").GetString()));
        Assert.Equal(
            plan.GetProperty("fee").GetDecimal() + plan.GetProperty("overageCost").GetDecimal(), rows.Sum(r => r.GetProperty("amount").GetDecimal()));
    }

    private static long Total(JsonElement page) => page.GetProperty("meta").GetProperty("totalCount").GetInt64();

    private static IEnumerable<string> Rows(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("companyId").GetString() + " " + r.GetProperty("id").GetString());

    private async Task OnCreditsAsync(string companyId)
    {
        await PutWellAsync("price-rules/*", """{"baseCost":1.5,"includedMinutes":60,"costPerMinute":0}""");
        await PutWellAsync("companies/" + companyId, """{"companyName":"C","billingSystem":"credits"}""");
    }
}
