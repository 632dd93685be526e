using System.Net;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class PlanAdminTests : AdminServerTests
{
    private const string Basic = """{"name":"Basic","monthlyFee":49.90,"currency":"EUR","includedMinutes":300,"pricePerMinute":0.2}""";

    [Fact]
    public async Task A_plan_has_versions_and_a_repeat_makes_none()
    {
        const string Pro = """
            {"name":"Pro","monthlyFee":0,"currency":"USD","includedCredits":0.000001,"pricePerCredit":1,"billingIncrementSeconds":60,"limit":5000.5,
             "featureFlags":{"sso":true,"branding":false}}
            """;
        var made = await PutAsync("plans/basic", Basic);
        var repeated = await PutAsync("plans/basic", Basic);
        var changed = await PutAsync("plans/basic", Pro);
        var changedAgain = await PutAsync("plans/basic", Pro);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("/admin/plans/basic", made.Header("Location"));
        AssertJson(
            """
            {"planId":"basic","name":"Basic","monthlyFee":49.9,"currency":"EUR","includedMinutes":300,"pricePerMinute":0.2,"billingIncrementSeconds":null,
             "limit":null,"featureFlags":{},"version":1,"since":null}
            """,
            made.Json);
        Assert.Equal(HttpStatusCode.OK, repeated.Status);
        AssertJson(made.Text, repeated.Json);
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        AssertJson(
            """
            {"planId":"basic","name":"Pro","monthlyFee":0,"currency":"USD","includedCredits":0.000001,"pricePerCredit":1,"billingIncrementSeconds":60,
             "limit":5000.5,"featureFlags":{"branding":false,"sso":true},"version":2,"since":"2024-02-01T00:00:00Z"}
            """,
            changed.Json);
        AssertJson(changed.Text, changedAgain.Json);
        AssertJson(changed.Text, (await GetAsync("plans/basic")).Json);
        var versions = (await GetAsync("plans/basic/versions")).Json.GetProperty("data");
        Assert.Equal([1, 2], versions.EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        var audit = await AuditAsync();
        Assert.Equal(["plan.put", "plan.put"], audit.Select(r => r.GetProperty("action").GetString()));
        AssertJson(made.Text, audit[0].GetProperty("before"));
        AssertJson(changed.Text, audit[0].GetProperty("after"));
    }

    [Fact]
    public async Task Plans_are_listed_by_id()
    {
        await PutWellAsync("plans/b", Basic);
        await PutWellAsync("plans/a", Basic);

        var list = (await GetAsync("plans?pageSize=1&page=2")).Json;

        Assert.Equal("b", list.GetProperty("data")[0].GetProperty("planId").GetString());
        Assert.Equal(2, list.GetProperty("meta").GetProperty("totalCount").GetInt32());
        (await GetAsync("plans/c")).IsProblem(HttpStatusCode.NotFound, "plan_not_found");
        (await GetAsync("plans/c/versions")).IsProblem(HttpStatusCode.NotFound, "plan_not_found");
        (await GetAsync("plans/a%20b")).IsProblem(HttpStatusCode.BadRequest, "invalid_path");
    }

    [Theory]
    [InlineData("""{"monthlyFee":49.9000001}""", "monthlyFee")]
    [InlineData("""{"monthlyFee":-1}""", "monthlyFee")]
    [InlineData("""{"monthlyFee":"1"}""", "monthlyFee")]
    [InlineData("""{"currency":"eur"}""", "currency")]
    [InlineData("""{"currency":"EURO"}""", "currency")]
    [InlineData("""{"currency":null}""", "currency")]
    [InlineData("""{"currency":"EUS"}""", "currency")]
    [InlineData("""{"currency":"credits"}""", "currency")]
    [InlineData("""{"includedCredits":1}""", "pricePerCredit", "includedMinutes", "pricePerMinute")]
    [InlineData("""{"pricePerCredit":1}""", "pricePerCredit")]
    [InlineData("""{"includedMinutes":null}""", "includedMinutes")]
    [InlineData("""{"pricePerMinute":null}""", "pricePerMinute")]
    [InlineData("""{"billingIncrementSeconds":0}""", "billingIncrementSeconds")]
    [InlineData("""{"billingIncrementSeconds":6.5}""", "billingIncrementSeconds")]
    [InlineData("""{"limit":-1}""", "limit")]
    [InlineData("""{"featureFlags":["a"]}""", "featureFlags")]
    [InlineData("""{"featureFlags":{"a":1,"b":true}}""", "featureFlags.a")]
    [InlineData("""{"name":"","effectiveFrom":"2024-01-01"}""", "name", "effectiveFrom")]
    public async Task A_bad_field_is_named(string with, params string[] fields)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(Basic)!.AsObject();
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(with)!.AsObject())
            body[name] = value?.DeepClone();

        var problem = (await PutAsync("plans/basic", body.ToJsonString())).IsProblem(HttpStatusCode.BadRequest, "invalid_body");

        Assert.Equal(fields.Order(), problem.Fields.Order());
        (await GetAsync("plans/basic")).IsProblem(HttpStatusCode.NotFound, "plan_not_found");
    }
}
