using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Series;

public sealed class SeriesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private ApiClient Api => shared.Server.Api;

    [Theory]
    [InlineData("/billing")]
    [InlineData("/v1/billing")]
    public async Task Each_bucket_has_a_point_used_or_not(string root)
    {
        var answer = await Api.GetAsync(await CompanyAsync(), root + "/usage/series?start=2024-01-01&end=2024-01-04&granularity=day");

        Assert.Equal(
            """
            {"data":{"points":[{"start":"2024-01-01T00:00:00Z","events":3,"interviews":2,"minutesUsed":3.5},{"start":"2024-01-02T00:00:00Z","events":0,"interviews":0,"minutesUsed":0},{"start":"2024-01-03T00:00:00Z","events":1,"interviews":1,"minutesUsed":1}]}}
            """,
            answer.Text);
        Assert.NotNull(answer.ETag);
    }

    [Fact]
    public async Task Hours_and_months_begin_where_the_calendar_says_and_are_cut_to_the_range()
    {
        var hours = await PointsAsync(await CompanyAsync(), "start=2024-01-01T09:30&end=2024-01-01T11:00&granularity=hour");
        var months = await PointsAsync(await CompanyAsync(), "start=2023-12-31&end=2024-01-03&granularity=month");

        Assert.Equal(["2024-01-01T09:00:00Z 1", "2024-01-01T10:00:00Z 1"], hours.Select(p => $"{p.GetProperty("start")} {p.GetProperty("events")}"));
        Assert.Equal(["2023-12-01T00:00:00Z 0", "2024-01-01T00:00:00Z 3"], months.Select(p => $"{p.GetProperty("start")} {p.GetProperty("events")}"));
    }

    [Fact]
    public async Task Groups_have_their_fields_in_order_and_each_a_point_in_each_bucket()
    {
        var points = await PointsAsync(
            await CompanyAsync(), "start=2024-01-01&end=2024-01-03&groupBy=agentFocus&groupBy=costKey&groupBy=costKey&granularity=day");

        Assert.Equal(
            [
                """{"start":"2024-01-01T00:00:00Z","costKey":"calls","agentFocus":null,"events":1,"interviews":0,"minutesUsed":0.5}""",
                """{"start":"2024-01-01T00:00:00Z","costKey":"interview_minutes","agentFocus":null,"events":1,"interviews":1,"minutesUsed":1}""",
                """{"start":"2024-01-01T00:00:00Z","costKey":"interview_minutes","agentFocus":"screening","events":1,"interviews":1,"minutesUsed":2}""",
            ],
            points.Take(3).Select(p => p.GetRawText()));
        Assert.Equal(6, points.Length);
        Assert.All(points[3..], p => Assert.Equal(0, p.GetProperty("minutesUsed").GetInt32()));
    }

    [Fact]
    public async Task An_ATS_shows_both_units_and_every_company()
    {
        var key = await AtsAsync();

        var together = await PointsAsync(key, "start=2024-01-01&end=2024-01-02");
        var apart = await PointsAsync(key, "start=2024-01-01&end=2024-01-02&groupBy=companyId");
        var one = await PointsAsync(key, "start=2024-01-01&end=2024-01-02&companyId=on-credits");

        Assert.Equal(
            """{"start":"2024-01-01T00:00:00Z","events":4,"interviews":3,"minutesUsed":3.5,"creditsUsed":1.5}""", Assert.Single(together).GetRawText());
        Assert.Equal(
            [
                """{"start":"2024-01-01T00:00:00Z","companyId":"idle","events":0,"interviews":0,"minutesUsed":0}""",
                """{"start":"2024-01-01T00:00:00Z","companyId":"on-credits","events":1,"interviews":1,"creditsUsed":1.5}""",
                """{"start":"2024-01-01T00:00:00Z","companyId":"on-minutes","events":3,"interviews":2,"minutesUsed":3.5}""",
            ],
            apart.Select(p => p.GetRawText()));
        Assert.Equal(1.5m, Assert.Single(one).GetProperty("creditsUsed").GetDecimal());
    }

    [Theory]
    [InlineData("start=2024-01-01&end=2024-02-01&granularity=minute", "granularity")]
    [InlineData("start=2024-01-01&end=2024-02-01&granularity=", "granularity")]
    [InlineData("groupBy=direction", "groupBy")]
    [InlineData("start=2024-02-01&end=2024-02-01", "start")]
    [InlineData("start=x&granularity=y&groupBy=z", "start,granularity,groupBy")]
    [InlineData("start=2000-01-01&end=2001-02-20T16:01&granularity=hour", "granularity")]
    [InlineData("start=1970-01-01&end=9999-12-31T23:59:59.9999999&granularity=hour", "granularity")]
    [InlineData("start=2000-01-01&end=2000-10-01&granularity=hour&groupBy=companyId", "groupBy")]
    public async Task A_bad_query_names_what_is_bad(string query, string fields)
    {
        var answer = await Api.GetAsync(await AtsAsync(), "/billing/usage/series?" + query);

        Assert.Equal(fields.Split(','), answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    [Fact]
    public async Task Ten_thousand_points_are_answered()
    {
        var points = await PointsAsync(await CompanyAsync(), "start=2000-01-01&end=2001-02-20T16:00&granularity=hour");

        Assert.Equal(10_000, points.Length);
    }

    [Fact]
    public async Task Who_sees_no_usage_sees_no_series()
    {
        (await Api.GetAsync(await AtsAsync(), "/billing/usage/series?companyId=nobody")).IsProblem(HttpStatusCode.Forbidden, "company_not_accessible");
        (await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/series")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter");
        (await Api.GetAsync(GatewayServer.AdminKey, "/billing/usage/series?companyId=nobody")).IsProblem(HttpStatusCode.NotFound, "company_not_found");
    }

    private async Task<JsonElement[]> PointsAsync(string key, string query)
    {
        var answer = await Api.GetAsync(key, "/billing/usage/series?" + query);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("data").GetProperty("points").EnumerateArray()];
    }

    private Task<string> CompanyAsync() => shared.OnceAsync("company", async p =>
    {
        await p.CompanyAsync("on-minutes", "On minutes");
        await p.UseAsync("on-minutes", "2024-01-01T09:00", 30, "calls");
        await p.UseAsync("on-minutes", "2024-01-01T09:59:59.999", 120, agentFocus: "screening");
        await p.UseAsync("on-minutes", "2024-01-01T10:00", 60);
        await p.UseAsync("on-minutes", "2024-01-03T00:00", 60);
        await p.UseAsync("on-minutes", "2024-01-02T00:00", 60, isTest: true);
        return (await p.KeyAsync("company", "on-minutes")).Text;
    });

    private async Task<string> AtsAsync()
    {
        await CompanyAsync();
        return await shared.OnceAsync("ats", async p =>
        {
            await p.RuleAsync("*", 1.5m, 100, 1);
            await p.CompanyAsync("on-credits", "On credits", "credits");
            await p.CompanyAsync("idle", "Idle");
            await p.UseAsync("on-credits", "2024-01-01T09:00", 30);
            await p.AtsAsync("series", "on-minutes", "on-credits", "idle");
            return (await p.KeyAsync("ats", "series")).Text;
        });
    }
}
