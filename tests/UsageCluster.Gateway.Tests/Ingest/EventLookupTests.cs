using System.Net;
using UsageCluster.Gateway.Tests.Admin;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class EventLookupTests : AdminServerTests
{
    [Fact]
    public async Task An_event_is_told_with_its_rating_and_its_corrections()
    {
        await CompaniesAsync("c");
        await Server.Provision.UseAsync("c", "2024-01-10", 60);
        var booked = await AskAsync(GatewayServer.AdminKey, "companyId=c&eventId=event-1");
        await PostAsync("companies/c/corrections", """{"id":"a","eventId":"event-1","kind":"adjust","reason":"r","durationSeconds":1}""");
        var adjusted = await AskAsync(GatewayServer.AdminKey, "companyId=c&eventId=event-1");
        await PostAsync("companies/c/corrections", """{"id":"v","eventId":"event-1","kind":"void","reason":"r"}""");
        var voided = await AskAsync(GatewayServer.AdminKey, "companyId=c&eventId=event-1");

        AssertJson(
            """
            {"eventId":"event-1","companyId":"c","status":"booked","occurredAt":"2024-01-10T00:00:00Z","recordedAt":"2024-02-01T00:00:00Z","version":2,
             "durationMs":60000,"costKey":"interview_minutes","agentFocus":null,"interviewId":null,"direction":null,"resolution":null,"isTest":false,
             "billingSystem":"minutes","quantityMs":60000,"countsAsInterview":true,"rule":null,"corrections":[]}
            """,
            booked.Json);
        Assert.Equal(("adjusted", "voided"), (adjusted.Json.GetProperty("status").GetString(), voided.Json.GetProperty("status").GetString()));
        Assert.Equal(["a", "v"], voided.Json.GetProperty("corrections").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Equal(60_000, voided.Json.GetProperty("quantityMs").GetInt32());
    }

    [Fact]
    public async Task A_company_outside_the_keys_binding_is_as_one_that_is_not_there()
    {
        await CompaniesAsync("c", "d");
        await Server.Provision.UseAsync("d", "2024-01-10", 60);
        var answer = await PostAsync("keys", """{"kind":"runtime","owner":["c"],"name":"n"}""");
        var key = answer.Json.GetProperty("key").GetString()!;

        var foreign = await AskAsync(key, "companyId=d&eventId=event-1");
        var none = await AskAsync(key, "companyId=e&eventId=event-1");

        foreign.IsProblem(HttpStatusCode.NotFound, "company_not_found");
        none.IsProblem(HttpStatusCode.NotFound, "company_not_found");
        (await AskAsync(key, "companyId=c&eventId=event-1")).IsProblem(HttpStatusCode.NotFound, "event_not_found");
        (await AskAsync((await Server.Provision.KeyAsync("company", "c")).Text, "companyId=c&eventId=e"))
            .IsProblem(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task What_is_missing_or_malformed_is_named()
    {
        Assert.Equal(["companyId", "eventId"], (await AskAsync(GatewayServer.AdminKey, "")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
        Assert.Equal(
            ["eventId"],
            (await AskAsync(GatewayServer.AdminKey, "companyId=c&eventId=%01cx")).IsProblem(HttpStatusCode.BadRequest, "invalid_parameter").Fields);
    }

    private Task<Answer> AskAsync(string key, string query) => Server.Api.GetAsync(key, "/ingest/events?" + query);
}
