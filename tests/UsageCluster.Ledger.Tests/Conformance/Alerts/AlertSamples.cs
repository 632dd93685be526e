using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Webhooks;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>Webhooks and alerts that no other test has.</summary>
internal static class AlertSamples
{
    public static async Task<WebhookRow> MakeWebhookAsync(OpenStore store)
    {
        var webhook = Webhook();
        Assert.Equal(StoreWrite.Created, await store.Webhooks.CreateWebhookAsync(webhook, Samples.Audit("webhook.create"), CancellationToken.None));
        return webhook;
    }

    public static WebhookRow Webhook() => new()
    {
        WebhookId = Samples.Company("wh").CompanyId,
        Url = "https://example.com/hook",
        Secret = [1, 2, 3],
        CreatedAt = Samples.Noon,
    };

    public static async Task<string> MakeCompanyAsync(OpenStore store)
    {
        var company = Samples.Company();
        await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return company.CompanyId;
    }

    /// <summary>An alert of a new company, with a new webhook for each place.</summary>
    public static async Task<AlertRow> MakeAlertAsync(OpenStore store, long minutes = 1, int webhooks = 1)
    {
        var ids = new List<string>();
        for (var i = 0; i < webhooks; i++)
            ids.Add((await MakeWebhookAsync(store)).WebhookId);
        var alert = new AlertRow
        {
            AlertId = Samples.Company("alert").CompanyId,
            Name = "Alert",
            CompanyId = await MakeCompanyAsync(store),
            Threshold = new AlertThreshold(AlertMeasure.Minutes, minutes),
            WebhookIds = [.. ids.Order(StringComparer.Ordinal)],
            CreatedAt = Samples.Noon,
        };
        Assert.Equal(StoreWrite.Created, await store.Alerts.CreateAlertAsync(alert, Samples.Audit("alert.create"), CancellationToken.None));
        return alert;
    }

    public static async Task AppendAsync(OpenStore store, string companyId, string eventId)
    {
        var head = (await store.Ledger.ActivateAsync(companyId, store.LeaseNo, CancellationToken.None))!;
        await store.Ledger.AppendAsync([Samples.Append(head, companyId, null, eventId)], CancellationToken.None);
    }
}
