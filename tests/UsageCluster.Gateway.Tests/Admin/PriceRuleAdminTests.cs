using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class PriceRuleAdminTests : AdminServerTests
{
    private const string Body = """{"baseCost":10,"includedMinutes":5.0,"costPerMinute":2.500000}""";

    [Theory]
    [InlineData("price-rules/")]
    [InlineData("companies/c/price-rules/")]
    public async Task A_rule_has_versions_and_a_repeat_makes_none(string scope)
    {
        await CompaniesAsync("c");
        var made = await PutAsync(scope + "sales", Body);
        var repeated = await PutAsync(scope + "sales", Body);
        var changed = await PutAsync(scope + "sales", """{"baseCost":0.000001,"includedMinutes":0,"costPerMinute":0}""");
        var dated = await PutAsync(scope + "sales", """{"baseCost":7,"includedMinutes":0,"costPerMinute":0,"effectiveFrom":"2024-01-15"}""");
        var datedAgain = await PutAsync(scope + "sales", """{"baseCost":7,"includedMinutes":0,"costPerMinute":0,"effectiveFrom":"2024-01-15T00:00Z"}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("/admin/" + scope + "sales", made.Header("Location"));
        AssertJson("""{"agentFocus":"sales","version":1,"baseCost":10,"includedMinutes":5,"costPerMinute":2.5,"effectiveFrom":null}""", made.Json);
        Assert.Contains("\"costPerMinute\":2.5,", made.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(made.Text, repeated.Json);
        Assert.Contains("\"baseCost\":0.000001,", changed.Text, StringComparison.Ordinal);
        Assert.Equal("2024-02-01T00:00:00Z", changed.Json.GetProperty("effectiveFrom").GetString());
        Assert.Equal(3, dated.Json.GetProperty("version").GetInt32());
        AssertJson(dated.Text, datedAgain.Json);
        var versions = (await GetAsync(scope + "sales")).Json;
        Assert.Equal([1, 2, 3], versions.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("version").GetInt32()));
        Assert.Equal(3, (await AuditAsync()).Count(r => r.GetProperty("target").GetString() == scope + "sales"));
    }

    [Theory]
    [InlineData("price-rules/")]
    [InlineData("companies/c/price-rules/")]
    public async Task Amounts_asked_for_from_now_on_hold_from_now_on_though_a_later_rule_has_them(string scope)
    {
        await CompaniesAsync("c");
        await PutWellAsync(scope + "sales", Body);
        await PutWellAsync(scope + "sales", """{"baseCost":7,"includedMinutes":0,"costPerMinute":0,"effectiveFrom":"2030-01-01"}""");

        var now = await PutAsync(scope + "sales", """{"baseCost":7,"includedMinutes":0,"costPerMinute":0}""");

        Assert.Equal(3, now.Json.GetProperty("version").GetInt32());
        Assert.Equal("2024-02-01T00:00:00Z", now.Json.GetProperty("effectiveFrom").GetString());
    }

    [Fact]
    public async Task The_star_is_any_focus_however_the_path_writes_it()
    {
        await PutWellAsync("price-rules/%2A", Body);

        Assert.Equal("*", (await GetAsync("price-rules/*")).Json.GetProperty("data")[0].GetProperty("agentFocus").GetString());
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("price-rules/*", Body)).Status);
        foreach (var focus in new[] { "**", "a%2Fb", "a*", "%20" })
            Assert.Equal(["agentFocus"], (await PutAsync("price-rules/" + focus, Body)).IsProblem(HttpStatusCode.BadRequest, "invalid_path").Fields);
    }

    [Fact]
    public async Task A_companys_own_rule_is_not_the_general_one_and_prices_its_events()
    {
        await PutWellAsync("price-rules/*", Body);
        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"credits"}""");
        await PutWellAsync("companies/c/price-rules/*", """{"baseCost":1.25,"includedMinutes":60,"costPerMinute":0}""");
        await Server.Provision.UseAsync("c", "2024-01-10", 60);

        var key = (await Server.Provision.KeyAsync("company", "c")).Text;
        var usage = await Server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&end=2024-02-01");

        Assert.Contains("\"totalCreditsUsed\":1.25,", usage.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await GetAsync("price-rules")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
        Assert.Equal(1, (await GetAsync("companies/c/price-rules")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_rule_of_nothing_is_not_found()
    {
        await CompaniesAsync("c");

        (await GetAsync("price-rules/sales")).IsProblem(HttpStatusCode.NotFound, "price_rule_not_found");
        (await GetAsync("companies/c/price-rules/sales")).IsProblem(HttpStatusCode.NotFound, "price_rule_not_found");
        (await GetAsync("companies/nobody/price-rules")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
        (await PutAsync("companies/nobody/price-rules/*", Body)).IsProblem(HttpStatusCode.NotFound, "company_not_found");
    }
}
