using System.Globalization;
using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Gateway.Tests.Alerts;

/// <summary>A server that may send to this machine, and a target of webhooks.</summary>
internal sealed class AlertCase(GatewayServer server, WebhookReceiver receiver) : IAsyncDisposable
{
    public GatewayServer Server => server;

    public WebhookReceiver Receiver => receiver;

    public static async Task<AlertCase> StartAsync(WebhookReceiver? receiver = null) => new(
        await GatewayServer.StartAsync(
            ("Webhooks:AllowHttp", "true"), ("Webhooks:AllowPrivateNetworks", "true"), ("Webhooks:PollMs", "50"), ("Webhooks:PerTargetMax", "1")),
        receiver ?? await WebhookReceiver.StartAsync());

    public Task<Answer> GetAsync(string path) => server.Api.GetAsync(GatewayServer.AdminKey, "/admin/" + path);

    public async Task<JsonElement> PutAsync(string path, object body) =>
        Well(await server.Api.PutAsync(GatewayServer.AdminKey, "/admin/" + path, JsonSerializer.Serialize(body)));

    public async Task<JsonElement> PostAsync(string path, object body) =>
        Well(await server.Api.PostAsync(GatewayServer.AdminKey, "/admin/" + path, JsonSerializer.Serialize(body)));

    /// <summary>A webhook to a path of the receiver: its id and its secret.</summary>
    public async Task<(string Id, string Secret)> WebhookAsync(string path = "/")
    {
        var made = await PostAsync("webhooks", new { url = new Uri(receiver.Url, path).ToString() });
        return (made.GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <summary>An alert of a company at some minutes.</summary>
    public Task<JsonElement> AlertAsync(string id, string companyId, decimal minutes, params string[] webhookIds) =>
        PostAsync("alerts", new { id, name = "Alert " + id, companyId, quantity = minutes, unit = "minutes", webhookIds });

    /// <summary>Books minutes, at the server's present unless told otherwise.</summary>
    public Task UseAsync(string companyId, decimal minutes, string? occurredAt = null) => server.Provision.UseAsync(
        companyId, occurredAt ?? server.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), 60 * minutes);

    /// <summary>Waits for events about an alert.</summary>
    public async Task<IReadOnlyList<ReceivedCall>> ReceiveAsync(string alertId, int count = 1) =>
        await receiver.ReceiveAsync(count, call => call.Data.GetProperty("alertId").GetString() == alertId);

    /// <summary>A webhook's deliveries, newest first, once there are so many in a state.</summary>
    public async Task<JsonElement[]> DeliveriesAsync(string webhookId, string state, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            JsonElement[] found = [.. (await GetAsync($"webhooks/{webhookId}/deliveries?state={state}&pageSize=100")).Json.GetProperty("data").EnumerateArray()];
            if (found.Length == count)
                return found;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await receiver.DisposeAsync();
    }

    private static JsonElement Well(Answer answer)
    {
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.Status}: {answer.Text}");
        return answer.Json;
    }
}
