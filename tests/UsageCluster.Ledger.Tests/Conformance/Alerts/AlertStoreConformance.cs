using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="IAlertStore"/> does with alerts. A store's tests derive from it and bring the factory.</summary>
public abstract partial class AlertStoreConformance(StoreFactory factory)
{
    private OpenStore Store => factory.Store;

    private IAlertStore Alerts => factory.Store.Alerts;

    [Fact]
    public async Task An_alert_keeps_every_field_and_its_audit_record()
    {
        var made = await AlertSamples.MakeAlertAsync(Store, long.MaxValue, webhooks: 3);

        var found = await Alerts.FindAlertAsync(made.AlertId, CancellationToken.None);

        Assert.True(found!.HasContentOf(made));
        Assert.Equal(made.CreatedAt, found.CreatedAt);
        Assert.Equal(made.AlertId, found.AlertId);
        Assert.Equal("alert.create", (await Store.Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).Rows[0].Action);
    }

    [Fact]
    public async Task An_alert_of_an_ats_is_found_by_it_and_goes_with_it()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var atsId = await MakeAtsAsync(alert.CompanyId!);
        var ofAts = alert with { CompanyId = null, AtsId = atsId };

        await ChangeAsync(ofAts);

        Assert.True((await Alerts.FindAlertAsync(alert.AlertId, CancellationToken.None))!.HasContentOf(ofAts));
        Assert.Equal([alert.AlertId], await IdsAsync(null, atsId));
        Assert.Empty(await IdsAsync(alert.CompanyId, null));
        await Store.Control.DeleteAtsAsync(atsId, Samples.Noon, _ => Samples.Audit("ats.delete"), CancellationToken.None);
        Assert.Null(await Alerts.FindAlertAsync(alert.AlertId, CancellationToken.None));
    }

    [Fact]
    public async Task Alerts_are_listed_by_id_and_by_owner()
    {
        var first = await AlertSamples.MakeAlertAsync(Store);
        var second = first with { AlertId = first.AlertId + "-second" };
        await AlertSamples.MakeAlertAsync(Store);
        await Alerts.CreateAlertAsync(second, Samples.Audit(), CancellationToken.None);

        Assert.Equal([first.AlertId, second.AlertId], await IdsAsync(first.CompanyId, null));
        var page = await Alerts.ListAlertsAsync(first.CompanyId, null, new PageRequest(2, 1), CancellationToken.None);
        Assert.Equal((2, second.AlertId), (page.TotalCount, page.Rows.Single().AlertId));
        Assert.True((await Alerts.ListAlertsAsync(null, null, new PageRequest(1, 1), CancellationToken.None)).TotalCount >= 3);
    }

    [Fact]
    public async Task What_an_alert_names_must_exist()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var other = alert with { AlertId = alert.AlertId + "-other" };

        Assert.Equal(StoreWrite.Unchanged, await Alerts.CreateAlertAsync(alert with { Name = "Another" }, Samples.Audit(), CancellationToken.None));
        Assert.Equal(StoreWrite.MissingReference, await CreateAsync(other with { CompanyId = "nobody" }));
        Assert.Equal(StoreWrite.MissingReference, await CreateAsync(other with { CompanyId = null, AtsId = "nobody" }));
        Assert.Equal(StoreWrite.MissingWebhook, await CreateAsync(other with { WebhookIds = [.. other.WebhookIds, "wh_nobody"] }));
        Assert.Equal(StoreWrite.MissingWebhook, await ChangeAsync(alert with { WebhookIds = ["wh_nobody"] }));
        Assert.Equal(StoreWrite.NotFound, await ChangeAsync(other));
        Assert.True((await Alerts.FindAlertAsync(alert.AlertId, CancellationToken.None))!.HasContentOf(alert));
    }

    [Fact]
    public async Task A_deleted_alert_is_gone_and_frees_its_webhook()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var webhookId = alert.WebhookIds.Single();

        Assert.Equal(StoreWrite.InUse, await Store.Webhooks.DeleteWebhookAsync(webhookId, _ => Samples.Audit(), CancellationToken.None));
        Assert.Equal(StoreWrite.Updated, await Alerts.DeleteAlertAsync(alert.AlertId, _ => Samples.Audit("alert.delete"), CancellationToken.None));

        Assert.Null(await Alerts.FindAlertAsync(alert.AlertId, CancellationToken.None));
        Assert.Equal(StoreWrite.NotFound, await Alerts.DeleteAlertAsync(alert.AlertId, _ => Samples.Audit(), CancellationToken.None));
        Assert.Equal(StoreWrite.Updated, await Store.Webhooks.DeleteWebhookAsync(webhookId, _ => Samples.Audit(), CancellationToken.None));
        Assert.Null(await Store.Webhooks.FindWebhookAsync(webhookId, CancellationToken.None));
    }

    private Task<StoreWrite> CreateAsync(AlertRow alert) => Alerts.CreateAlertAsync(alert, Samples.Audit(), CancellationToken.None);

    private Task<StoreWrite> ChangeAsync(AlertRow alert) =>
        Alerts.ChangeAlertAsync(alert.AlertId, _ => alert, (_, _) => Samples.Audit("alert.put"), CancellationToken.None);

    private async Task<IEnumerable<string>> IdsAsync(string? companyId, string? atsId) =>
        (await Alerts.ListAlertsAsync(companyId, atsId, new PageRequest(1, 100), CancellationToken.None)).Rows.Select(a => a.AlertId);

    private async Task<string> MakeAtsAsync(params string[] companyIds)
    {
        var atsId = Samples.Company("ats").CompanyId;
        await Store.Control.PutAtsAsync(atsId, "ATS", companyIds, _ => Samples.Audit("ats.put"), CancellationToken.None);
        return atsId;
    }
}
