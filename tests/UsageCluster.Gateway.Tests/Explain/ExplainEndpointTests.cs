using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Explain;

public sealed class ExplainEndpointTests : AdminServerTests
{
    private const string January = "/billing/usage/explain?companyId=c&start=2024-01-01&end=2024-02-01&costKey=";

    [Fact]
    public async Task Rows_add_up_to_the_figure_of_each_cost_key_that_a_correction_touches()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, repeat: 3);
        await PostAsync("companies/c/corrections", """
            [{"id":"m","eventId":"event-1","kind":"adjust","reason":"moved","costKey":"practice","durationSeconds":7},
             {"id":"v","eventId":"event-2","kind":"void","reason":"r"}]
            """);

        var interviews = (await Server.Api.GetAsync(GatewayServer.AdminKey, January + "interview_minutes")).Json;
        var practice = (await Server.Api.GetAsync(GatewayServer.AdminKey, January + "practice")).Json;

        Assert.Equal((5, 1, 1, 60_000), Sums(interviews));
        Assert.Equal((1, 1, 0, 7_000), Sums(practice));
        var rows = interviews.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal("c!0000000005", Assert.Single(rows[0].GetProperty("correctedBy").EnumerateArray()).GetString());
        var moved = Assert.Single(practice.GetProperty("data").EnumerateArray());
        Assert.Equal(("adjust", "m", "moved", "c!0000000002"), (
            moved.GetProperty("kind").GetString(), moved.GetProperty("correctionId").GetString(), moved.GetProperty("reason").GetString(),
            moved.GetProperty("corrects").GetString()));
    }

    [Fact]
    public async Task The_rule_and_its_version_stand_with_the_exact_credits()
    {
        await Server.Provision.RuleAsync("*", 10, 5, 2.5m);
        await Server.Provision.CompanyAsync("c", "C", "credits");
        await Server.Provision.UseAsync("c", "2024-01-10", 600.001m);

        var row = Assert.Single((await Server.Api.GetAsync(GatewayServer.AdminKey, January + "interview_minutes")).Json.GetProperty("data").EnumerateArray());

        Assert.Equal(22_500_042, row.GetProperty("quantityMicro").GetInt64());
        AssertJson("""{"scope":"general","agentFocus":"*","version":1}""", row.GetProperty("rule"));
    }

    [Fact]
    public async Task Cursors_meet_every_row_once()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, repeat: 7);
        List<string> ids = [];
        for (var next = "&pageSize=3"; next is not null;)
        {
            var answer = (await Server.Api.GetAsync(GatewayServer.AdminKey, January + "interview_minutes" + next)).Json;
            ids.AddRange(answer.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("eventId").GetString()!));
            next = answer.GetProperty("meta").GetProperty("nextCursor").GetString() is { } cursor ? "&pageSize=3&after=" + cursor : null;
        }

        Assert.Equal(Enumerable.Range(1, 7).Select(i => $"event-{i}"), ids);
    }

    [Fact]
    public async Task A_cursor_of_another_query_is_refused()
    {
        await CompaniesAsync("c", "d");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, repeat: 2);
        var first = await Server.Api.GetAsync(GatewayServer.AdminKey, January + "interview_minutes&pageSize=1");
        var cursor = first.Json.GetProperty("meta").GetProperty("nextCursor").GetString();

        foreach (var other in (string[])[January + "other", January.Replace("companyId=c", "companyId=d", StringComparison.Ordinal) + "interview_minutes", "/billing/history?companyId=c"])
        {
            var answer = await Server.Api.GetAsync(GatewayServer.AdminKey, other + "&after=" + cursor);
            Assert.Equal(["after"], answer.IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
        }
    }

    [Theory]
    [InlineData("/billing/usage/explain?companyId=c&costKey=k&page=0", "page")]
    [InlineData("/billing/usage/explain?companyId=c&costKey=k&pageSize=101", "pageSize")]
    [InlineData("/billing/usage/explain?companyId=c", "costKey")]
    [InlineData("/billing/usage/explain?costKey=k", "companyId")]
    [InlineData("/billing/usage/explain?companyId=c&costKey=k&start=2024-02-01&end=2024-01-01", "start")]
    public async Task Bad_parameters_are_named(string path, string field)
    {
        await CompaniesAsync("c");
        await Server.Provision.AtsAsync("ats", "c");
        var key = (await Server.Provision.KeyAsync("ats", "ats")).Text;
        Assert.Equal([field], (await Server.Api.GetAsync(key, path)).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    private static (int Rows, int Events, int Interviews, int QuantityMs) Sums(JsonElement answer)
    {
        var rows = answer.GetProperty("data").EnumerateArray().ToArray();
        int Sum(string name) => rows.Sum(r => r.GetProperty(name).GetInt32());
        return (rows.Length, Sum("events"), Sum("interviews"), Sum("quantityMs"));
    }
}
