using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class CompanyPlanAdminTests : AdminServerTests
{
    private const string Plan = """
        {"name":"Basic","monthlyFee":10,"currency":"EUR","includedMinutes":300,"pricePerMinute":0.2,"billingIncrementSeconds":60}
        """;

    [Fact]
    public async Task A_company_is_put_on_a_plan_and_its_events_are_rounded_up()
    {
        await CompaniesAsync("c");
        await PutWellAsync("plans/basic", Plan);
        AssertJson("""{"planId":null,"effectiveFrom":null,"assignments":[]}""", (await GetAsync("companies/c/plan")).Json);

        var made = await PutAsync("companies/c/plan", """{"planId":"basic","effectiveFrom":"2024-01-10"}""");
        var repeated = await PutAsync("companies/c/plan", """{"planId":"basic"}""");
        await Server.Provision.UseAsync("c", "2024-01-09", 61);
        await Server.Provision.UseAsync("c", "2024-01-10", 61);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("/admin/companies/c/plan", made.Header("Location"));
        AssertJson(
            """{"planId":"basic","effectiveFrom":"2024-01-10T00:00:00Z","assignments":[{"planId":"basic","effectiveFrom":"2024-01-10T00:00:00Z"}]}""",
            made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(made.Text, repeated.Json);
        AssertJson(made.Text, (await GetAsync("companies/c/plan")).Json);
        var usage = await Server.Api.GetAsync((await Server.Provision.KeyAsync("company", "c")).Text, "/billing/usage?start=2024-01-01&end=2024-02-01");
        Assert.Contains("\"totalMinutesUsed\":3.016667,", usage.Text, StringComparison.Ordinal);
        Assert.Single(await AuditAsync(), r => r.GetProperty("action").GetString() == "company.plan.put");
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await CompaniesAsync("c");

        Assert.Equal(["planId"], (await PutAsync("companies/c/plan", """{"planId":"none"}""")).IsProblem(HttpStatusCode.UnprocessableEntity, "unknown_plan").Fields);
        (await PutAsync("companies/nobody/plan", """{"planId":"none"}""")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
        (await GetAsync("companies/nobody/plan")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
        Assert.Equal(
            ["planId", "effectiveFrom", "until"],
            (await PutAsync("companies/c/plan", """{"effectiveFrom":"2024-13-01","until":1}""")).IsProblem(HttpStatusCode.BadRequest, "invalid_body").Fields);
    }
}
