using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Usage;

public sealed class ShapeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string January = "/billing/usage?start=2024-01-01&end=2024-02-01";

    private readonly GatewayServer _server = shared.Server;

    [Fact]
    public async Task A_company_without_usage_is_listed_with_zeros()
    {
        await _server.Provision.CompanyAsync("shape-idle", "Idle");
        var key = (await _server.Provision.KeyAsync("company", "shape-idle")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Equal(
            """{"data":{"companies":[{"companyId":"shape-idle","companyName":"Idle","billingSystem":"minutes","totalMinutesUsed":0,"totalInterviews":0,"breakdownByCostKey":[]}],"totalMinutesUsed":0,"totalInterviews":0,"breakdownByCostKey":[]}}""",
            answer.Text);
    }

    [Fact]
    public async Task An_ats_without_companies_has_empty_arrays_and_no_totals()
    {
        await _server.Provision.AtsAsync("shape-empty");
        var key = (await _server.Provision.KeyAsync("ats", "shape-empty")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Equal("""{"data":{"companies":[],"totalInterviews":0,"breakdownByCostKey":[]}}""", answer.Text);
    }

    [Fact]
    public async Task A_mixed_ats_has_both_totals_and_each_bucket_the_units_that_contributed()
    {
        var provision = _server.Provision;
        await provision.RuleAsync("*", 10, 5, 2.5m);
        await provision.CompanyAsync("shape-m", "A on minutes");
        await provision.CompanyAsync("shape-c", "B on credits", "credits");
        await provision.AtsAsync("shape-mixed", "shape-m", "shape-c");
        await provision.UseAsync("shape-m", "2024-01-10T09:00:00Z", 20, repeat: 2);
        await provision.UseAsync("shape-m", "2024-01-10T09:00:00Z", 30, "a_only_minutes");
        await provision.UseAsync("shape-c", "2024-01-10T09:00:00Z", 360);
        await provision.UseAsync("shape-c", "2024-01-10T09:00:00Z", 60, "z_only_credits");
        var key = (await provision.KeyAsync("ats", "shape-mixed")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Equal(
            """{"data":{"companies":["""
            + """{"companyId":"shape-m","companyName":"A on minutes","billingSystem":"minutes","totalMinutesUsed":1.166667,"totalInterviews":2,"breakdownByCostKey":[{"costKey":"a_only_minutes","minutesUsed":0.5,"events":1},{"costKey":"interview_minutes","minutesUsed":0.666667,"events":2}]},"""
            + """{"companyId":"shape-c","companyName":"B on credits","billingSystem":"credits","totalCreditsUsed":22.5,"totalInterviews":1,"breakdownByCostKey":[{"costKey":"interview_minutes","creditsUsed":12.5,"events":1},{"costKey":"z_only_credits","creditsUsed":10,"events":1}]}]"""
            + ""","totalMinutesUsed":1.166667,"totalCreditsUsed":22.5,"totalInterviews":3,"breakdownByCostKey":[{"costKey":"a_only_minutes","minutesUsed":0.5,"events":1},{"costKey":"interview_minutes","minutesUsed":0.666667,"creditsUsed":12.5,"events":3},{"costKey":"z_only_credits","creditsUsed":10,"events":1}]}}""",
            answer.Text);
    }

    [Fact]
    public async Task Across_a_switch_a_company_has_an_entry_per_system_the_last_in_force_first()
    {
        var provision = _server.Provision;
        await provision.RuleAsync("*", 10, 5, 2.5m);
        await provision.CompanyAsync("shape-switch", "Switched");
        await provision.CompanyAsync("shape-switch", "Switched", "credits", "2024-01-15");
        await provision.UseAsync("shape-switch", "2024-01-14T23:59:59.9999999Z", 60);
        await provision.UseAsync("shape-switch", "2024-01-15T00:00:00Z", 60);
        var key = (await provision.KeyAsync("company", "shape-switch")).Text;

        var across = await _server.Api.GetAsync(key, January);
        var before = await _server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&end=2024-01-15");

        Assert.Equal(["credits", "minutes"], Systems(across));
        Assert.Equal(["minutes"], Systems(before));
    }

    [Fact]
    public async Task Companies_are_in_ordinal_order_of_name_then_id()
    {
        var provision = _server.Provision;
        await provision.CompanyAsync("sort-1", "b");
        await provision.CompanyAsync("sort-2", "B");
        await provision.CompanyAsync("sort-3", "Ä");
        await provision.CompanyAsync("sort-5", "B ");
        await provision.CompanyAsync("sort-4", "b");
        await provision.CompanyAsync("Sort-6", "b");
        await provision.AtsAsync("sort", "sort-4", "sort-1", "Sort-6", "sort-2", "sort-3", "sort-5");
        var key = (await provision.KeyAsync("ats", "sort")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Equal(["sort-2", "sort-5", "Sort-6", "sort-1", "sort-4", "sort-3"], Ids(answer));
    }

    [Fact]
    public async Task Names_of_any_script_come_back_as_they_were_given()
    {
        const string Name = "Ünïcode \"GmbH\" <b>&</b> 面试 🎤 \\";
        await _server.Provision.CompanyAsync("shape-name", Name);
        var key = (await _server.Provision.KeyAsync("company", "shape-name")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Equal(Name, answer.Json.GetProperty("data").GetProperty("companies")[0].GetProperty("companyName").GetString());
    }

    [Fact]
    public async Task Test_interviews_are_in_no_figure()
    {
        await _server.Provision.CompanyAsync("shape-test", "Tests");
        await _server.Provision.UseAsync("shape-test", "2024-01-10", 60, isTest: true);
        var key = (await _server.Provision.KeyAsync("company", "shape-test")).Text;

        var answer = await _server.Api.GetAsync(key, January);

        Assert.Contains("\"totalMinutesUsed\":0,\"totalInterviews\":0,\"breakdownByCostKey\":[]", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renamed_company_is_answered_under_its_new_name_at_once()
    {
        await _server.Provision.CompanyAsync("shape-renamed", "Before");
        await _server.Provision.AtsAsync("shape-renaming", "shape-renamed");
        var company = (await _server.Provision.KeyAsync("company", "shape-renamed")).Text;
        var ats = (await _server.Provision.KeyAsync("ats", "shape-renaming")).Text;
        var before = await _server.Api.GetAsync(company, January);
        await _server.Api.GetAsync(ats, January);

        await _server.Provision.CompanyAsync("shape-renamed", "After");

        var after = await _server.Api.GetAsync(company, January);
        Assert.Contains("\"companyName\":\"After\"", after.Text, StringComparison.Ordinal);
        Assert.Contains("\"companyName\":\"After\"", (await _server.Api.GetAsync(ats, January)).Text, StringComparison.Ordinal);
        Assert.NotEqual(before.ETag, after.ETag);
    }

    private static string[] Systems(Answer answer) => Each(answer, "billingSystem");

    private static string[] Ids(Answer answer) => Each(answer, "companyId");

    private static string[] Each(Answer answer, string name) =>
        [.. answer.Json.GetProperty("data").GetProperty("companies").EnumerateArray().Select(c => c.GetProperty(name).GetString()!)];
}
