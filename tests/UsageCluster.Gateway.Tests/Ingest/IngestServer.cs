using System.Net;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Ingest;

/// <summary>A server with the company <c>c</c> on minutes, and a runtime key for all companies.</summary>
internal sealed class IngestServer(GatewayServer server, string runtimeKey) : IAsyncDisposable
{
    public GatewayServer Server { get; } = server;

    public ApiClient Api => Server.Api;

    public string RuntimeKey { get; } = runtimeKey;

    public static async Task<IngestServer> StartAsync()
    {
        var server = await GatewayServer.StartAsync();
        await server.Provision.CompanyAsync("c", "The Company");
        return new IngestServer(server, (await server.Provision.KeyAsync("runtime")).Text);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public Task<Answer> IngestAsync(string body, string query = "") => Api.PostAsync(RuntimeKey, "/ingest/events" + query, body);

    public Task<Answer> IngestAsync(byte[] body, string? contentType) =>
        Api.SendAsync(HttpMethod.Post, RuntimeKey, "/ingest/events", EventJson.Content(body, contentType));

    public Task<Answer> SendAsync(string path, string body, string? contentType, params (string Name, string Value)[] headers) =>
        Api.SendAsync(HttpMethod.Post, RuntimeKey, path, EventJson.Content(body, contentType), headers);

    /// <summary>Events of a company that are booked, by its report over all time.</summary>
    public async Task<int> BookedAsync(string companyId = "c")
    {
        var answer = await Api.GetAsync(GatewayServer.AdminKey, $"/billing/usage?companyId={companyId}&start=1970-01-01&end=9999-01-01");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json.GetProperty("data").GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32());
    }
}
