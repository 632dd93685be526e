using System.Net;
using System.Text.Json;
using UsageCluster.Gateway.Tests.Support;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Silo.Tests.Process;

[Collection(SiloCollection.Name)]
public sealed class SiloAlertTests(SiloServers servers)
{
    [Fact]
    public async Task A_silo_tells_a_webhook_once_when_a_company_and_an_ats_have_used_as_much_as_their_alerts_say()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var silo = await SiloServers.StartAsync(
            await servers.DatabaseAsync(), ("Webhooks__AllowHttp", "true"), ("Webhooks__AllowPrivateNetworks", "true"));
        using var api = new ApiClient(silo.Url);
        var provision = new Provisioning(api, SiloServers.AdminKey);
        await provision.CompanyAsync("one", "One");
        await provision.CompanyAsync("two", "Two");
        await provision.AtsAsync("ats", "one", "two");
        await PutAsync(api, "plans/basic", new { name = "Basic", monthlyFee = 1, currency = "EUR", includedMinutes = 10, pricePerMinute = 1 });
        await PutAsync(api, "companies/one/plan", new { planId = "basic", effectiveFrom = "2024-01-01" });
        var webhook = await PostAsync(api, "webhooks", new { url = receiver.Url.ToString() });
        string[] webhookIds = [webhook.GetProperty("id").GetString()!];
        await PostAsync(api, "alerts", new { id = "share", name = "Share", companyId = "one", allowancePercent = 50, webhookIds });
        await PostAsync(api, "alerts", new { id = "sum", name = "Sum", atsId = "ats", quantity = 8, unit = "minutes", webhookIds });

        var now = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        await provision.UseAsync("one", now, 300);
        var share = Assert.Single(await receiver.ReceiveAsync(1));
        await provision.UseAsync("two", now, 180);
        var sum = (await receiver.ReceiveAsync(2))[1];

        Assert.Equal(("share", 5, 10), (Text(share, "alertId"), Number(share, "value"), Number(share, "allowance")));
        Assert.Equal(("sum", "ats", 8), (Text(sum, "alertId"), Text(sum, "atsId"), Number(sum, "value")));
        Assert.True(share.IsSignedBy(webhook.GetProperty("secret").GetString()!));
        Assert.Equal(0, await silo.StopAsync());
        Assert.Equal(2, receiver.Calls.Count);
    }

    private static string? Text(ReceivedCall call, string name) => call.Data.GetProperty(name).GetString();

    private static int Number(ReceivedCall call, string name) => call.Data.GetProperty(name).GetInt32();

    private static async Task PutAsync(ApiClient api, string path, object body) =>
        Assert.InRange((await api.PutAsync(SiloServers.AdminKey, "/admin/" + path, JsonSerializer.Serialize(body))).Status, HttpStatusCode.OK, HttpStatusCode.Created);

    private static async Task<JsonElement> PostAsync(ApiClient api, string path, object body)
    {
        var made = await api.PostAsync(SiloServers.AdminKey, "/admin/" + path, JsonSerializer.Serialize(body));
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json;
    }
}
