using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class CostKeyAdminTests : AdminServerTests
{
    [Fact]
    public async Task A_cost_key_has_versions_and_a_repeat_makes_none()
    {
        const string Body = """
            {"countsAsInterview":true,"type":"CALL","description":"Phone calls","unit":"SECONDS","productId":"P-1","aggrProductId":"A-1",
             "price":0.015,"currency":"USD","walletName":"calls"}
            """;
        var made = await PutAsync("cost-keys/calls", Body);
        var repeated = await PutAsync("cost-keys/calls", Body);
        var changed = await PutAsync("cost-keys/calls", """{"countsAsInterview":false}""");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        AssertJson(
            """
            {"costKey":"calls","countsAsInterview":true,"type":"CALL","description":"Phone calls","unit":"SECONDS","productId":"P-1","aggrProductId":"A-1",
             "price":0.015,"currency":"USD","walletName":"calls","version":1,"since":null}
            """,
            made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(made.Text, repeated.Json);
        AssertJson(
            """
            {"costKey":"calls","countsAsInterview":false,"type":null,"description":null,"unit":null,"productId":null,"aggrProductId":null,
             "price":null,"currency":null,"walletName":null,"version":2,"since":"2024-02-01T00:00:00Z"}
            """,
            changed.Json);
        AssertJson(changed.Text, (await GetAsync("cost-keys/calls")).Json);
        var versions = (await GetAsync("cost-keys/calls/versions")).Json.GetProperty("data");
        Assert.Equal([1, 2], versions.EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(2, (await AuditAsync()).Length);
    }

    [Fact]
    public async Task Interview_minutes_are_built_in_and_can_be_redefined()
    {
        Assert.True((await GetAsync("cost-keys/interview_minutes")).Json.GetProperty("countsAsInterview").GetBoolean());
        Assert.Equal(1, (await GetAsync("cost-keys")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());

        Assert.Equal(HttpStatusCode.Created, (await PutAsync("cost-keys/interview_minutes", """{"countsAsInterview":false}""")).Status);

        Assert.False((await GetAsync("cost-keys/interview_minutes")).Json.GetProperty("countsAsInterview").GetBoolean());
        Assert.Equal(1, (await GetAsync("cost-keys")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
        (await GetAsync("cost-keys/other")).IsProblem(HttpStatusCode.NotFound, "cost_key_not_found");
        (await GetAsync("cost-keys/other/versions")).IsProblem(HttpStatusCode.NotFound, "cost_key_not_found");
    }

    [Fact]
    public async Task Whether_an_event_counts_as_an_interview_is_decided_when_it_is_booked()
    {
        await CompaniesAsync("c");
        await PutWellAsync("cost-keys/calls", """{"countsAsInterview":true}""");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, "calls");
        await PutWellAsync("cost-keys/calls", """{"countsAsInterview":false}""");
        await Server.Provision.UseAsync("c", "2024-01-10", 60, "calls");

        var key = (await Server.Provision.KeyAsync("company", "c")).Text;
        var usage = (await Server.Api.GetAsync(key, "/billing/usage?start=2024-01-01&end=2024-02-01")).Json.GetProperty("data");

        Assert.Equal(1, usage.GetProperty("totalInterviews").GetInt32());
        Assert.Equal(2, usage.GetProperty("breakdownByCostKey")[0].GetProperty("events").GetInt32());
    }
}
