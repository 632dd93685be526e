using System.Net;
using System.Text.Json.Nodes;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Silo.Tests.Process;

[Collection(SiloCollection.Name)]
public sealed class OneSiloTests(SiloServers servers)
{
    [Fact]
    public async Task Every_fixture_is_answered_exactly()
    {
        var files = Directory.GetFiles(UsageFixture.Folder, "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            await using var silo = await SiloServers.StartAsync(await servers.DatabaseAsync());
            using var api = new ApiClient(silo.Url);
            var fixture = await UsageFixture.LoadAsync(Path.GetFileName(file));
            var key = await fixture.ProvisionAsync(api, SiloServers.AdminKey);
            var answer = await api.GetAsync(key, fixture.Request);
            Assert.Equal(fixture.Status, answer.Status);
            Assert.True(JsonNode.DeepEquals(fixture.Body, JsonNode.Parse(answer.Text)), answer.Text);
        }
    }

    [Fact]
    public async Task A_silo_that_is_told_to_end_gives_its_companies_and_its_lease_up_and_the_next_one_knows_all()
    {
        var database = await servers.DatabaseAsync();
        await using (var silo = await SiloServers.StartAsync(database))
        {
            using var api = new ApiClient(silo.Url);
            await ProvisionAsync(api);
            // Enough for a snapshot on the way out.
            var events = new JsonArray([.. Enumerable.Range(0, 300).Select(i => Event($"e{i}"))]);
            Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(await RuntimeKeyAsync(api), "/ingest/events", events.ToJsonString())).Status);
            Assert.Equal(0, await silo.StopAsync());
        }

        Assert.Equal(0, await SiloServers.AskAsync<long>(database, "SELECT count(*) FROM usage.heads WHERE owner_lease IS NOT NULL"));
        Assert.Equal(1, await SiloServers.AskAsync<long>(database, "SELECT count(*) FROM usage.grain_state WHERE state_name = 'company-books' AND key_text = 'id=1F' AND key_number0 = 0 AND key_number1 = 0"));

        await using var next = await SiloServers.StartAsync(database);
        using var later = new ApiClient(next.Url);
        Assert.Contains("\"totalMinutesUsed\":300", await UsageAsync(later), StringComparison.Ordinal);
        var again = await later.PostAsync(await RuntimeKeyAsync(later), "/ingest/events", Event("e7").ToJsonString());
        Assert.Contains("\"duplicates\":1", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_that_does_not_exist_is_told_of_and_one_made_after_that_is_served()
    {
        await using var silo = await SiloServers.StartAsync(await servers.DatabaseAsync());
        using var api = new ApiClient(silo.Url);
        var runtime = await RuntimeKeyAsync(api);
        var unknown = await api.PostAsync(runtime, "/ingest/events", Event("e").ToJsonString());
        Assert.Contains("unknown_company", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(SiloServers.AdminKey, "/billing/usage?companyId=1F")).Status);

        await ProvisionAsync(api);
        var known = await api.PostAsync(runtime, "/ingest/events", Event("e").ToJsonString());
        Assert.Contains("\"accepted\":1", known.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_for_grains_answers_for_its_health_alone()
    {
        await using var silo = await SiloServers.StartAsync(await servers.DatabaseAsync(), ("Silo__Role", "grains"));
        using var api = new ApiClient(silo.Url);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(null, "/healthz/ready")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(SiloServers.AdminKey, "/billing/usage?companyId=1F")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync(SiloServers.AdminKey, "/admin/companies")).Status);
    }

    [Fact]
    public async Task A_gateway_without_a_silo_for_companies_is_not_ready_and_asks_to_retry()
    {
        await using var silo = await SiloServers.StartAsync(await servers.DatabaseAsync(), ("Silo__Role", "gateway"));
        using var api = new ApiClient(silo.Url);
        var ready = await api.GetAsync(null, "/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.Status);
        Assert.Contains("hosts companies", ready.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync(null, "/healthz/live")).Status);

        await ProvisionAsync(api);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync(SiloServers.AdminKey, "/billing/usage?companyId=1F")).Status);
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable, (await api.PostAsync(await RuntimeKeyAsync(api), "/ingest/events", Event("e").ToJsonString())).Status);
    }

    // An id that a storage might take for a number.
    private static async Task ProvisionAsync(ApiClient api)
    {
        var made = await api.PutAsync(SiloServers.AdminKey, "/admin/companies/1F", """{"companyName":"One F","billingSystem":"minutes"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
    }

    private static async Task<string> RuntimeKeyAsync(ApiClient api)
    {
        var made = await api.PostAsync(SiloServers.AdminKey, "/admin/keys", """{"kind":"runtime","name":"interviews"}""");
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("key").GetString()!;
    }

    private static async Task<string> UsageAsync(ApiClient api) =>
        (await api.GetAsync(SiloServers.AdminKey, "/billing/usage?companyId=1F&start=2025-03-01&end=2025-03-02")).Text;

    private static JsonObject Event(string id) =>
        new() { ["eventId"] = id, ["companyId"] = "1F", ["occurredAt"] = "2025-03-01T12:00:00Z", ["durationSeconds"] = 60 };
}
