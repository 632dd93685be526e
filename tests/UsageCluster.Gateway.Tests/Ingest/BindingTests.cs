using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;
using static UsageCluster.Gateway.Tests.Ingest.EventJson;

namespace UsageCluster.Gateway.Tests.Ingest;

public sealed class BindingTests : IAsyncLifetime
{
    private IngestServer _server = null!;

    public async Task InitializeAsync() => _server = await IngestServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task A_key_bound_to_companies_writes_for_no_other()
    {
        await _server.Server.Provision.CompanyAsync("d", "Another");
        var made = await _server.Api.PostAsync(GatewayServer.AdminKey, "/admin/keys", """{"kind":"runtime","name":"bound","owner":["c"]}""");
        var key = made.Json.GetProperty("key").GetString();

        var answer = await _server.Api.PostAsync(key, "/ingest/events", $"[{Event("1")},{Event("2", "d")},{Event("3", "nobody")}]");

        Assert.Equal(["accepted", "unknown_company:companyId", "unknown_company:companyId"], answer.Results());
        var results = answer.Json.GetProperty("results");
        Assert.Equal(Without(results[1]), Without(results[2]));
        Assert.Equal(0, await _server.BookedAsync("d"));
    }

    // A foreign company and one that does not exist answer alike.
    private static string Without(JsonElement result) =>
        string.Join(",", result.EnumerateObject().Where(m => m.Name != "eventId").Select(m => $"{m.Name}={m.Value}"));
}
