using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Admin;

/// <summary>A server for each test, and the calls of an administrator.</summary>
public abstract class AdminServerTests : IAsyncLifetime
{
    internal GatewayServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await GatewayServer.StartAsync();

    public Task DisposeAsync() => Server.DisposeAsync().AsTask();

    internal Task<Answer> GetAsync(string path) => Server.Api.GetAsync(GatewayServer.AdminKey, "/admin/" + path);

    internal Task<Answer> PutAsync(string path, string body) => Server.Api.PutAsync(GatewayServer.AdminKey, "/admin/" + path, body);

    internal Task<Answer> PostAsync(string path, string body) => Server.Api.PostAsync(GatewayServer.AdminKey, "/admin/" + path, body);

    internal Task<Answer> DeleteAsync(string path) => Server.Api.DeleteAsync(GatewayServer.AdminKey, "/admin/" + path);

    /// <summary>A PUT that must make or change something.</summary>
    internal async Task<Answer> PutWellAsync(string path, string body)
    {
        var answer = await PutAsync(path, body);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
        return answer;
    }

    /// <summary>Puts companies on minutes.</summary>
    internal async Task CompaniesAsync(params string[] companyIds)
    {
        foreach (var companyId in companyIds)
            await PutWellAsync("companies/" + companyId, """{"companyName":"A company","billingSystem":"minutes"}""");
    }

    /// <summary>The audit, newest first.</summary>
    internal async Task<JsonElement[]> AuditAsync() =>
        [.. (await GetAsync("audit?pageSize=100")).Json.GetProperty("data").EnumerateArray()];

    /// <summary>Asserts that an answer is a resource with exactly this JSON, apart from white space and the order of members.</summary>
    internal static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, actual), $"Expected {expected}{Environment.NewLine}but got {actual.GetRawText()}");
}
