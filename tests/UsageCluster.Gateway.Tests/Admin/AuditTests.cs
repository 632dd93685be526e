using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Admin;

public sealed class AuditTests : AdminServerTests
{
    [Fact]
    public async Task Every_change_is_recorded_once_with_who_when_before_and_after()
    {
        await PutWellAsync("companies/c", """{"companyName":"C","billingSystem":"minutes"}""");
        await PutWellAsync("companies/c", """{"companyName":"D","billingSystem":"minutes"}""");
        await PutWellAsync("ats/x", """{"atsName":"X","companies":[]}""");
        await PutAsync("ats/x/companies/c", "");
        await DeleteAsync("ats/x/companies/c");
        var (id, _) = await Server.Provision.KeyAsync("ats", "x");
        await PostAsync($"keys/{id}/rotate", "{}");
        await DeleteAsync("keys/" + id);
        await DeleteAsync("ats/x");
        await PutWellAsync("price-rules/*", """{"baseCost":1,"includedMinutes":0,"costPerMinute":0}""");
        await PutWellAsync("companies/c/price-rules/*", """{"baseCost":1,"includedMinutes":0,"costPerMinute":0}""");
        await PutWellAsync("cost-keys/k", """{"countsAsInterview":true}""");

        var audit = await AuditAsync();

        Assert.Equal(
            [
                ("cost-key.put", "cost-keys/k", false, true), ("company.price-rule.put", "companies/c/price-rules/*", false, true),
                ("price-rule.put", "price-rules/*", false, true), ("ats.delete", "ats/x", true, false), ("key.revoke", "keys/" + id, true, true),
                ("key.rotate", "keys/" + id, true, true), ("key.create", "keys/" + id, false, true), ("ats.company.delete", "ats/x/companies/c", true, false),
                ("ats.company.put", "ats/x/companies/c", false, true), ("ats.put", "ats/x", false, true), ("company.put", "companies/c", true, true),
                ("company.put", "companies/c", false, true),
            ],
            audit.Select(r => (Text(r, "action"), Text(r, "target"), Has(r, "before"), Has(r, "after"))));
        Assert.All(audit, r => Assert.Equal(("bootstrap", "2024-02-01T00:00:00Z"), (Text(r, "keyId"), Text(r, "at"))));
        Assert.Equal(("C", "D"), (Text(audit[10].GetProperty("before"), "companyName"), Text(audit[10].GetProperty("after"), "companyName")));
        AssertJson("""{"atsId":"x","atsName":"X","companies":[]}""", audit[3].GetProperty("before"));
    }

    [Fact]
    public async Task A_change_is_recorded_under_the_key_that_made_it()
    {
        var (id, key) = await Server.Provision.KeyAsync("admin");

        await Server.Api.PutAsync(key, "/admin/cost-keys/k", """{"countsAsInterview":true}""");

        Assert.Equal(id, Text((await AuditAsync())[0], "keyId"));
    }

    [Fact]
    public async Task Neither_secrets_nor_what_was_refused_is_recorded()
    {
        var (id, first) = await Server.Provision.KeyAsync("admin");
        var second = (await PostAsync($"keys/{id}/rotate", """{"overlapSeconds":60}""")).Json.GetProperty("key").GetString()!;
        var before = (await AuditAsync()).Length;

        await PutAsync("companies/c", """{"companyName":"C","billingSystem":"credits"}""");
        await PutAsync("ats/x", """{"atsName":"X","companies":["nobody"]}""");
        await PostAsync("keys", """{"kind":"company","name":"n","owner":"nobody"}""");
        await DeleteAsync("ats/nothing");
        await DeleteAsync("keys/nothing");

        Assert.Equal(before, (await AuditAsync()).Length);
        var text = (await GetAsync("audit?pageSize=100")).Text;
        foreach (var secret in new[] { first, second, GatewayServer.AdminKey })
            Assert.DoesNotContain(secret[(secret.LastIndexOf('_') + 1)..], text, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Records_are_listed_by_page_newest_first()
    {
        for (var i = 0; i < 5; i++)
            await PutWellAsync("cost-keys/k" + i, """{"countsAsInterview":true}""");

        var page = (await GetAsync("audit?page=2&pageSize=2")).Json;

        Assert.Equal(["cost-keys/k2", "cost-keys/k1"], page.GetProperty("data").EnumerateArray().Select(r => Text(r, "target")));
        AssertJson("""{"page":2,"pageSize":2,"totalPages":3,"totalCount":5}""", page.GetProperty("meta"));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static bool Has(JsonElement json, string name) => json.GetProperty(name).ValueKind == JsonValueKind.Object;
}
