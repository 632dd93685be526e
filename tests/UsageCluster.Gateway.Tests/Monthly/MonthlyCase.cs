using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Monthly;

/// <summary>An ATS with companies that used something in some months.</summary>
public abstract class MonthlyCase(SharedServer shared) : IClassFixture<SharedServer>
{
    private protected GatewayServer Server => shared.Server;

    private protected ApiClient Api => shared.Server.Api;

    private protected Task<string> AtsAsync() => shared.OnceAsync("ats", async p =>
    {
        await p.RuleAsync("*", 1.5m, 100, 1);
        await p.CompanyAsync("alpha", "Ж Alpha");
        await p.CompanyAsync("beta", "A Beta", "credits");
        await p.CompanyAsync("gamma", "Gamma");
        await p.CompanyAsync("foreign", "Foreign");
        await CatalogueAsync();
        await p.UseAsync("alpha", "2024-01-10", 90, agentFocus: "screening", direction: "INBOUND", resolution: "ANSWERED");
        await p.UseAsync("alpha", "2024-01-11", 20, repeat: 3);
        await p.UseAsync("alpha", "2024-01-31T23:59:59.9999999", 7, "calls");
        await p.UseAsync("alpha", "2023-12-31T23:59:59.9999999", 1, "requests", repeat: 2);
        await p.UseAsync("beta", "2024-01-05", 60, "calls", agentFocus: "screening");
        await p.UseAsync("beta", "2024-01-05", 60, isTest: true, agentFocus: "other");
        await p.UseAsync("foreign", "2024-01-05", 60);
        await p.AtsAsync("monthly", "gamma", "beta", "alpha");
        return (await p.KeyAsync("ats", "monthly")).Text;
    });

    private protected async Task<JsonElement> GetAsync(string query, string path = "/billing/usage/monthly")
    {
        var answer = await Api.GetAsync(await AtsAsync(), path + query);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private protected static JsonElement[] Rows(JsonElement page) => [.. page.GetProperty("_embedded").GetProperty("usage").EnumerateArray()];

    private protected static string? Href(JsonElement at, string relation) =>
        at.TryGetProperty(relation, out var link) ? link.GetProperty("href").GetString() : null;

    private protected static string Text(JsonElement row, string field) => row.GetProperty(field).ToString();

    private async Task CatalogueAsync()
    {
        const string Calls = """
            {"countsAsInterview":false,"unit":"SECONDS","price":0.0125,"currency":"EUR","productId":"P-CALL","aggrProductId":"P-TEL","type":"CALL",
             "description":"Calls","walletName":"phone"}
            """;
        Assert.Equal(HttpStatusCode.Created, (await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/calls", Calls)).Status);
        const string Requests = """{"countsAsInterview":false,"unit":"REQUESTS","price":2,"currency":"USD"}""";
        Assert.Equal(HttpStatusCode.Created, (await Api.PutAsync(GatewayServer.AdminKey, "/admin/cost-keys/requests", Requests)).Status);
    }
}
