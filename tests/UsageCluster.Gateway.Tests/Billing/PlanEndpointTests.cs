using System.Net;
using UsageCluster.Gateway.Tests.Admin;

namespace UsageCluster.Gateway.Tests.Billing;

public sealed class PlanEndpointTests : AdminServerTests
{
    private const string Basic = """
        {"name":"Basic","monthlyFee":31,"currency":"EUR","includedMinutes":310,"pricePerMinute":0.1,"limit":400,"featureFlags":{"sso":true}}
        """;

    [Theory]
    [InlineData("/billing/plan")]
    [InlineData("/v1/billing/plan")]
    public async Task A_month_has_its_fee_allowance_and_overage(string path)
    {
        var key = await OnPlanAsync("2024-01-01");
        await Server.Provision.UseAsync("c", "2024-01-10", 320 * 60);

        var answer = await Server.Api.GetAsync(key, path + "?month=2024-01");

        AssertJson(
            """
            {"status":true,"message":"Billing plan fetched","data":{"companyId":"c","planId":"basic","name":"Basic","version":1,"billingSystem":"minutes",
             "period":{"start":"2024-01-01T00:00:00Z","end":"2024-02-01T00:00:00Z"},"included":310,"used":320,"remaining":0,"overage":10,
             "pricePerMinute":0.1,"fee":31,"overageCost":1,"currency":"EUR","projectedCost":32,"priceRules":[],"featureFlags":{"sso":true},
             "stretches":[{"start":"2024-01-01T00:00:00Z","end":"2024-02-01T00:00:00Z","planId":"basic","version":1}]},"meta":null}
            """,
            answer.Json);
    }

    [Fact]
    public async Task A_past_month_stays_as_its_plan_was()
    {
        var key = await OnPlanAsync("2024-01-22");
        Server.Time.Advance(TimeSpan.FromDays(1));
        await PutWellAsync("plans/basic", Basic.Replace("31", "62", StringComparison.Ordinal));

        var january = (await Server.Api.GetAsync(key, "/billing/plan?month=2024-01")).Json.GetProperty("data");
        var march = (await Server.Api.GetAsync(key, "/billing/plan?month=2024-03")).Json.GetProperty("data");
        var december = (await Server.Api.GetAsync(key, "/billing/plan?month=2023-12")).Json;

        Assert.Equal((10m, 100m, 1), (january.GetProperty("fee").GetDecimal(), january.GetProperty("included").GetDecimal(), january.GetProperty("version").GetInt32()));
        Assert.Equal((62m, 620m, 2), (march.GetProperty("fee").GetDecimal(), march.GetProperty("included").GetDecimal(), march.GetProperty("version").GetInt32()));
        AssertJson("""{"status":true,"message":"Billing plan fetched","data":null,"meta":null}""", december);
    }

    [Theory]
    [InlineData("/billing/plan")]
    [InlineData("/billing/usage/monthly")]
    [InlineData("/billing/history")]
    public async Task Money_beyond_64_bits_is_an_error_that_says_so(string path)
    {
        await CompaniesAsync("c");
        await PutWellAsync("plans/dear", Basic.Replace("0.1", "9000000000000", StringComparison.Ordinal));
        await PutWellAsync("companies/c/plan", """{"planId":"dear","effectiveFrom":"2024-02-01"}""");
        var key = (await Server.Provision.KeyAsync("company", "c")).Text;
        await Server.Provision.UseAsync("c", "2024-02-01T00:00:00Z", 400 * 60);

        var answer = await Server.Api.GetAsync(key, path);

        answer.IsProblem(HttpStatusCode.UnprocessableEntity, "quantity_overflow");
    }

    [Fact]
    public async Task The_month_under_way_is_projected_at_its_pace()
    {
        var key = await OnPlanAsync("2024-01-01");
        await Server.Provision.UseAsync("c", "2024-02-01T00:00:00Z", 200 * 60);
        Server.Time.Advance(TimeSpan.FromDays(14.5));

        var data = (await Server.Api.GetAsync(key, "/billing/plan")).Json.GetProperty("data");

        // Half of February: 400 minutes to come, 90 of them beyond the allowance.
        Assert.Equal(40m, data.GetProperty("projectedCost").GetDecimal());
        Assert.Equal(110m, data.GetProperty("remaining").GetDecimal());
    }

    [Fact]
    public async Task Price_rules_are_those_that_events_are_rated_by()
    {
        const string Rule = """{"baseCost":1,"includedMinutes":0,"costPerMinute":0}""";
        await PutWellAsync("price-rules/*", Rule);
        await PutWellAsync("price-rules/sales", Rule);
        await PutWellAsync("price-rules/hr", Rule);
        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"credits"}""");
        await PutWellAsync("companies/c/price-rules/sales", """{"baseCost":2,"includedMinutes":0,"costPerMinute":0}""");
        await PutWellAsync("plans/basic", """{"name":"Credits","monthlyFee":0,"currency":"EUR","includedCredits":5,"pricePerCredit":2}""");
        await PutWellAsync("companies/c/plan", """{"planId":"basic","effectiveFrom":"2024-01-01"}""");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, repeat: 7);

        var data = (await AdminGetAsync("/billing/plan?companyId=c&month=2024-01")).Json.GetProperty("data");

        Assert.Equal(
            ["* False", "hr False", "sales True"],
            data.GetProperty("priceRules").EnumerateArray().Select(r => r.GetProperty("agentFocus").GetString() + " " + r.GetProperty("override").GetBoolean()));
        Assert.Equal((7m, 2m, 4m), (data.GetProperty("used").GetDecimal(), data.GetProperty("overage").GetDecimal(), data.GetProperty("overageCost").GetDecimal()));
    }

    [Fact]
    public async Task Only_a_company_that_the_key_sees_is_answered()
    {
        var key = await OnPlanAsync("2024-01-01");
        await CompaniesAsync("other");
        await Server.Provision.AtsAsync("ats", "c");
        var ats = (await Server.Provision.KeyAsync("ats", "ats")).Text;

        Assert.Equal("c", (await Server.Api.GetAsync(key, "/billing/plan?companyId=other")).Json.GetProperty("data").GetProperty("companyId").GetString());
        Assert.Equal("c", (await Server.Api.GetAsync(ats, "/billing/plan?companyId=c")).Json.GetProperty("data").GetProperty("companyId").GetString());
        (await Server.Api.GetAsync(ats, "/billing/plan?companyId=other")).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        (await AdminGetAsync("/billing/plan?companyId=nobody")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
        Assert.Equal(["companyId"], (await Server.Api.GetAsync(ats, "/billing/plan")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
        Assert.Equal(["companyId"], (await AdminGetAsync("/billing/plan")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
        foreach (var month in new[] { "2024-13", "2024-1", "", "1969-12", "2024-01-01" })
            Assert.Equal(["month"], (await Server.Api.GetAsync(key, "/billing/plan?month=" + month)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    [Fact]
    public async Task What_a_void_takes_away_is_allowed_again()
    {
        var key = await OnPlanAsync("2024-01-01", increment: 60);
        await Server.Provision.UseAsync("c", "2024-02-01", 300 * 60);
        async Task<decimal> RemainingAsync() =>
            (await Server.Api.GetAsync(key, "/billing/entitlement?durationSeconds=60")).Json.GetProperty("data").GetProperty("remaining").GetDecimal();
        var before = await RemainingAsync();

        await PostAsync("companies/c/corrections", """{"id":"v","eventId":"event-1","kind":"void","reason":"Reported twice"}""");

        Assert.Equal((10, 310), (before, await RemainingAsync()));
        Assert.Equal(0, (await Server.Api.GetAsync(key, "/billing/plan?month=2024-02")).Json.GetProperty("data").GetProperty("used").GetDecimal());
    }

    [Fact]
    public async Task An_interview_may_start_as_long_as_the_limit_allows_it()
    {
        var key = await OnPlanAsync("2024-01-01", increment: 60);
        await Server.Provision.UseAsync("c", "2024-02-01", 300 * 60);

        AssertJson(
            """
            {"status":true,"message":"Billing entitlement fetched",
             "data":{"companyId":"c","allowed":true,"code":null,"billingSystem":"minutes","quantity":100,"remaining":10},"meta":null}
            """,
            (await Server.Api.GetAsync(key, "/billing/entitlement?durationSeconds=5940.001")).Json);
        AssertJson(
            """{"companyId":"c","allowed":false,"code":null,"billingSystem":"minutes","quantity":101,"remaining":10}""",
            (await Server.Api.GetAsync(key, "/v1/billing/entitlement?durationSeconds=6000.001&agentFocus=sales")).Json.GetProperty("data"));

        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"minutes","closedAt":"2024-01-31"}""");
        AssertJson(
            """{"companyId":"c","allowed":false,"code":"company_closed","billingSystem":null,"quantity":0,"remaining":null}""",
            (await Server.Api.GetAsync(key, "/billing/entitlement?durationSeconds=1")).Json.GetProperty("data"));
    }

    [Theory]
    [InlineData("", "durationSeconds")]
    [InlineData("durationSeconds=x", "durationSeconds")]
    [InlineData("durationSeconds=-1", "durationSeconds")]
    [InlineData("durationSeconds=604800.001", "durationSeconds")]
    [InlineData("durationSeconds=1.0001&agentFocus=a%20b", "agentFocus", "durationSeconds")]
    public async Task A_question_that_cannot_be_read_is_refused(string query, params string[] fields)
    {
        await CompaniesAsync("c");

        var problem = (await AdminGetAsync("/billing/entitlement?companyId=c&" + query)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");

        Assert.Equal(fields, problem.Fields);
    }

    private Task<Support.Answer> AdminGetAsync(string path) => Server.Api.GetAsync(Support.GatewayServer.AdminKey, path);

    /// <summary>A company on a plan; its key.</summary>
    private async Task<string> OnPlanAsync(string effectiveFrom, int? increment = null)
    {
        await CompaniesAsync("c");
        await PutWellAsync("plans/basic", increment is null ? Basic : Basic.Replace("\"limit\"", $"\"billingIncrementSeconds\":{increment},\"limit\"", StringComparison.Ordinal));
        await PutWellAsync("companies/c/plan", $$"""{"planId":"basic","effectiveFrom":"{{effectiveFrom}}"}""");
        return (await Server.Provision.KeyAsync("company", "c")).Text;
    }
}
