using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class AlertStoreConformance
{
    private static readonly CalendarMonth March = new(2025, 3);
    private static readonly CalendarMonth April = March.Next;

    [Fact]
    public async Task An_alert_is_looked_at_again_when_its_company_has_moved_on()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        Assert.Equal([March, April], await LooksAsync(alert, March, April));

        await SeeAsync(alert, March, (alert.CompanyId!, 0));
        await SeeAsync(alert, April, (alert.CompanyId!, 0));
        Assert.Empty(await LooksAsync(alert, March, April));

        await AlertSamples.AppendAsync(Store, alert.CompanyId!, "one");
        Assert.Equal([March, April], await LooksAsync(alert, March, April));

        // Of one look the figures were older than the ledger is.
        await SeeAsync(alert, March, (alert.CompanyId!, 0));
        await SeeAsync(alert, April, (alert.CompanyId!, 1));
        Assert.Equal([March], await LooksAsync(alert, March, April));
    }

    [Fact]
    public async Task An_alert_of_an_ats_is_looked_at_again_when_a_member_moves_on_comes_or_goes()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var (one, two) = (alert.CompanyId!, await AlertSamples.MakeCompanyAsync(Store));
        var atsId = await MakeAtsAsync(two, one);
        alert = alert with { CompanyId = null, AtsId = atsId };
        await ChangeAsync(alert);

        await SeeAsync(alert, March, (two, 0), (one, 0));
        Assert.Empty(await LooksAsync(alert, March));

        await AlertSamples.AppendAsync(Store, two, "one");
        Assert.Equal([March], await LooksAsync(alert, March));
        await SeeAsync(alert, March, (one, 0), (two, 1));
        Assert.Empty(await LooksAsync(alert, March));

        await Store.Control.RemoveAtsMemberAsync(atsId, two, _ => Samples.Audit(), CancellationToken.None);
        Assert.Equal([March], await LooksAsync(alert, March));
        await SeeAsync(alert, March, (one, 0));
        await Store.Control.RemoveAtsMemberAsync(atsId, one, _ => Samples.Audit(), CancellationToken.None);
        await SeeAsync(alert, March);
        Assert.Empty(await LooksAsync(alert, March));
    }

    [Fact]
    public async Task A_share_of_the_allowance_is_looked_at_again_when_rates_change_and_a_figure_is_not()
    {
        var minutes = await AlertSamples.MakeAlertAsync(Store);
        var share = minutes with { AlertId = minutes.AlertId + "-share", Threshold = new AlertThreshold(AlertMeasure.AllowanceShare, 80_000) };
        await CreateAsync(share);
        await SeeAsync(minutes, March, (minutes.CompanyId!, 0));
        await SeeAsync(share, March, (minutes.CompanyId!, 0));
        Assert.Empty(await LooksAsync(minutes, March));
        Assert.Empty(await LooksAsync(share, March));

        await Store.Control.ChangeRatesAsync(
            _ => new RatesAddition(new PriceRule(share.AlertId, 1, 1, 0, 1, Instant.Always), null, true, Samples.Audit()),
            CancellationToken.None);

        Assert.Empty(await LooksAsync(minutes, March));
        Assert.Equal([March], await LooksAsync(share, March));
    }

    [Fact]
    public async Task An_alert_with_another_threshold_is_looked_at_again()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        await SeeAsync(alert, March, (alert.CompanyId!, 0));

        await ChangeAsync(alert with { Threshold = alert.Threshold with { Amount = 2 } });

        Assert.Equal([March], await LooksAsync(alert, March));
    }

    [Fact]
    public async Task Looks_come_page_by_page()
    {
        var first = await AlertSamples.MakeAlertAsync(Store);
        var second = await AlertSamples.MakeAlertAsync(Store);
        string[] ordered = [.. new[] { first.AlertId, second.AlertId }.Order(StringComparer.Ordinal)];

        var page = await Store.Alerts.FindLooksAsync(Request(ordered[0], 1, March), CancellationToken.None);

        Assert.Equal(ordered[1], Assert.Single(page!).Alert.AlertId);
        Assert.True((page![0].Alert.AlertId == first.AlertId ? first : second).HasContentOf(page[0].Alert));
    }

    [Fact]
    public async Task An_alert_fires_once_in_a_period_at_a_threshold_and_its_deliveries_are_queued_with_it()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store, webhooks: 2);
        var fired = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Store.Alerts.FireAsync(Firing(alert, March, $"evt_{alert.AlertId}_{i}"), CancellationToken.None)));

        Assert.Single(fired, true);
        foreach (var webhookId in alert.WebhookIds)
        {
            var delivery = Assert.Single((await Store.Webhooks.ListDeliveriesAsync(webhookId, null, new PageRequest(1, 10), CancellationToken.None)).Rows);
            Assert.Equal($"{delivery.EventId}_{webhookId}", delivery.DeliveryId);
            Assert.Equal(("usage.alert", "{}", 0, Samples.Noon), (delivery.EventType, delivery.Body, delivery.Attempts, delivery.NextAttemptAt));
        }

        Assert.Equal([April], await LooksAsync(alert, March, April));
        Assert.True(await Store.Alerts.FireAsync(Firing(alert, April, $"evt_{alert.AlertId}_april"), CancellationToken.None));
    }

    [Fact]
    public async Task Another_threshold_fires_anew_and_one_that_no_longer_holds_not_at_all()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var raised = alert with { Threshold = alert.Threshold with { Amount = 2 } };
        Assert.True(await Store.Alerts.FireAsync(Firing(alert, March, "evt_1" + alert.AlertId), CancellationToken.None));

        await ChangeAsync(raised);

        Assert.False(await Store.Alerts.FireAsync(Firing(alert, April, "evt_2" + alert.AlertId), CancellationToken.None));
        Assert.True(await Store.Alerts.FireAsync(Firing(raised, March, "evt_3" + alert.AlertId), CancellationToken.None));
        await ChangeAsync(alert);
        Assert.False(await Store.Alerts.FireAsync(Firing(alert, March, "evt_4" + alert.AlertId), CancellationToken.None));
        Assert.False(await Store.Alerts.FireAsync(Firing(alert with { AlertId = "nobody" }, March, "evt_5"), CancellationToken.None));
    }

    [Fact]
    public async Task Looks_at_periods_that_are_over_are_forgotten()
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        var early = new CalendarMonth(1970, 1);
        await SeeAsync(alert, early, early, (alert.CompanyId!, 0));
        Assert.Empty(await LooksAsync(alert, early));

        await SeeAsync(alert, March, early.Next, (alert.CompanyId!, 0));

        Assert.Equal([early], await LooksAsync(alert, early));
    }

    private static AlertFiring Firing(AlertRow alert, CalendarMonth period, string eventId) =>
        new(alert.AlertId, period, alert.Threshold, Samples.Noon, eventId, "usage.alert", "{}");

    private static AlertSweepRequest Request(string after, int limit, params CalendarMonth[] periods) =>
        new("tests", TimeSpan.FromMinutes(1), periods, after, limit);

    private Task SeeAsync(AlertRow alert, CalendarMonth period, params (string CompanyId, long Version)[] versions) =>
        SeeAsync(alert, period, new CalendarMonth(1970, 1), versions);

    private async Task SeeAsync(AlertRow alert, CalendarMonth period, CalendarMonth oldest, params (string CompanyId, long Version)[] versions)
    {
        var rates = await Store.Control.LoadRatesAsync(CancellationToken.None);
        var seen = AlertLook.Seen(alert.Threshold, rates.Revision, versions.Select(v => KeyValuePair.Create(v.CompanyId, v.Version)));
        await Store.Alerts.SaveLooksAsync([new SeenAlert(alert.AlertId, period, seen)], oldest, CancellationToken.None);
    }

    /// <summary>The periods in which an alert is to be looked at.</summary>
    private async Task<IEnumerable<CalendarMonth>> LooksAsync(AlertRow alert, params CalendarMonth[] periods) =>
        (await Store.Alerts.FindLooksAsync(Request("", 1_000_000, periods), CancellationToken.None))!
            .Where(l => l.Alert.AlertId == alert.AlertId).Select(l => l.Period);
}
