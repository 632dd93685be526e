using UsageCluster.Actors.Alerts;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="IWebhookStore"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract class WebhookStoreConformance(StoreFactory factory)
{
    private static readonly Instant Later = Samples.Noon.Plus(TimeSpan.FromMinutes(1));

    private OpenStore Store => factory.Store;

    private IWebhookStore Webhooks => factory.Store.Webhooks;

    [Fact]
    public async Task A_webhook_keeps_every_field()
    {
        var made = await AlertSamples.MakeWebhookAsync(Store);
        var changed = made with
        {
            Url = "https://example.org/other",
            Description = "Über",
            Disabled = true,
            Secret = [4],
            PreviousSecret = [1, 2, 3],
            PreviousSecretUntil = Later,
        };

        Assert.Equivalent(made, await Webhooks.FindWebhookAsync(made.WebhookId, CancellationToken.None), strict: true);
        Assert.Equal(StoreWrite.Unchanged, await Webhooks.CreateWebhookAsync(changed, Samples.Audit(), CancellationToken.None));
        Assert.Equal(StoreWrite.Updated, await ChangeAsync(changed));
        Assert.Equivalent(changed, await Webhooks.FindWebhookAsync(made.WebhookId, CancellationToken.None), strict: true);
        Assert.Equal(StoreWrite.NotFound, await ChangeAsync(changed with { WebhookId = "wh_nobody" }));
        Assert.Contains((await Webhooks.ListWebhooksAsync(new PageRequest(1, 100), CancellationToken.None)).Rows, w => w.WebhookId == made.WebhookId);
    }

    [Fact]
    public async Task A_claimed_delivery_is_nobody_elses_until_its_time_and_then_counts_another_attempt()
    {
        var (webhookId, deliveryId) = await QueueAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ClaimAsync(webhookId, Samples.Noon)));

        var claimed = Assert.Single(claims.SelectMany(c => c));
        Assert.Equal((deliveryId, 1, Later), (claimed.Delivery.DeliveryId, claimed.Delivery.Attempts, claimed.Delivery.NextAttemptAt));
        Assert.Equal([1, 2, 3], claimed.Webhook.Secret);
        Assert.Equal(2, Assert.Single(await ClaimAsync(webhookId, Later)).Delivery.Attempts);
    }

    [Fact]
    public async Task A_success_ends_a_delivery_even_when_another_attempt_has_begun()
    {
        var (webhookId, deliveryId) = await QueueAsync();
        await ClaimAsync(webhookId, Samples.Noon);
        await ClaimAsync(webhookId, Later);

        await CompleteAsync(deliveryId, 1, DeliveryState.Pending, 500);
        Assert.Null((await DeliveryAsync(webhookId)).LastStatus);
        await CompleteAsync(deliveryId, 1, DeliveryState.Delivered, 204);
        await CompleteAsync(deliveryId, 2, DeliveryState.Dead, 500);

        var delivery = await DeliveryAsync(webhookId);
        Assert.Equal((DeliveryState.Delivered, 204, Later), (delivery.State, delivery.LastStatus, delivery.DeliveredAt));
        Assert.Empty(await ClaimAsync(webhookId, Later.Plus(TimeSpan.FromDays(9))));
    }

    [Fact]
    public async Task A_webhook_whose_attempt_failed_is_claimed_with_the_failing_ones_until_one_succeeds()
    {
        var (webhookId, deliveryId) = await QueueAsync();
        await ClaimAsync(webhookId, Samples.Noon);
        await CompleteAsync(deliveryId, 1, DeliveryState.Pending, 500);

        Assert.Empty(await ClaimAsync(webhookId, Later));
        Assert.Single(await ClaimAsync(webhookId, Later, failing: true));
        await CompleteAsync(deliveryId, 2, DeliveryState.Delivered, 200);
        await ReplayAsync(webhookId, [deliveryId]);
        Assert.Single(await ClaimAsync(webhookId, Later));
    }

    [Fact]
    public async Task What_is_due_for_a_disabled_webhook_waits()
    {
        var (webhookId, _) = await QueueAsync();
        var webhook = (await Webhooks.FindWebhookAsync(webhookId, CancellationToken.None))!;

        await ChangeAsync(webhook with { Disabled = true });
        Assert.Empty(await ClaimAsync(webhookId, Samples.Noon));

        await ChangeAsync(webhook);
        Assert.Single(await ClaimAsync(webhookId, Samples.Noon));
    }

    [Fact]
    public async Task A_claim_takes_a_bounded_part_of_each_webhook_and_leaves_busy_ones_out()
    {
        var (webhookId, _) = await QueueAsync(periods: 3);

        Assert.Empty(await Webhooks.ClaimAsync(new DeliveryClaim(false, [webhookId], 2, 100_000, Samples.Noon, Later), CancellationToken.None));
        Assert.Equal(2, (await ClaimAsync(webhookId, Samples.Noon, perWebhook: 2)).Count);
        Assert.Single(await ClaimAsync(webhookId, Samples.Noon, perWebhook: 2));
        Assert.Empty(await Webhooks.ClaimAsync(new DeliveryClaim(false, [], 2, 0, Later, Later), CancellationToken.None));
    }

    [Fact]
    public async Task Dead_letters_are_listed_and_queued_again_as_if_never_tried()
    {
        var (webhookId, deliveryId) = await QueueAsync(periods: 2);
        var audits = (await Store.Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).TotalCount;
        foreach (var claimed in await ClaimAsync(webhookId, Samples.Noon))
            await CompleteAsync(claimed.Delivery.DeliveryId, 1, DeliveryState.Dead, null);
        Assert.Equal(2, (await ListAsync(webhookId, DeliveryState.Dead)).TotalCount);
        Assert.Empty((await ListAsync(webhookId, DeliveryState.Pending)).Rows);

        Assert.Null(await ReplayAsync(webhookId, [deliveryId, "nobody"]));
        Assert.Equal(2, (await ListAsync(webhookId, DeliveryState.Dead)).TotalCount);
        Assert.Equal(1, await ReplayAsync(webhookId, [deliveryId]));
        Assert.Equal(0, await Webhooks.ReplayAsync(webhookId, new DeliveryReplay(null, Later, Later), _ => Samples.Audit(), CancellationToken.None));
        Assert.Equal(1, await Webhooks.ReplayAsync(webhookId, new DeliveryReplay(null, Samples.Noon, Later), _ => Samples.Audit(), CancellationToken.None));

        var again = await ClaimAsync(webhookId, Later, failing: true);
        Assert.Equal([1, 1], again.Select(c => c.Delivery.Attempts));
        Assert.Equal(audits + 3, (await Store.Control.ListAuditAsync(new PageRequest(1, 1), CancellationToken.None)).TotalCount);
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_and_pruned_when_they_are_old_and_done()
    {
        var (webhookId, deliveryId) = await QueueAsync(periods: 2);
        Assert.Equal(deliveryId, (await ListAsync(webhookId, null)).Rows[^1].DeliveryId);
        await CompleteAsync((await ClaimAsync(webhookId, Samples.Noon))[0].Delivery.DeliveryId, 1, DeliveryState.Delivered, 200);

        await Webhooks.PruneAsync(Samples.Noon, CancellationToken.None);
        Assert.Equal(2, (await ListAsync(webhookId, null)).TotalCount);
        await Webhooks.PruneAsync(Later, CancellationToken.None);

        Assert.Equal(DeliveryState.Pending, (await DeliveryAsync(webhookId)).State);
    }

    /// <summary>Deliveries of a new webhook, of as many periods; the id of the first.</summary>
    private async Task<(string WebhookId, string DeliveryId)> QueueAsync(int periods = 1)
    {
        var alert = await AlertSamples.MakeAlertAsync(Store);
        for (var i = 0; i < periods; i++)
        {
            var firing = new AlertFiring(
                alert.AlertId, new CalendarMonth(2025, 3).Plus(i), alert.Threshold, Samples.Noon, $"evt_{alert.AlertId}_{i}", "usage.alert", "{}");
            Assert.True(await Store.Alerts.FireAsync(firing, CancellationToken.None));
        }

        return (alert.WebhookIds[0], $"evt_{alert.AlertId}_0_{alert.WebhookIds[0]}");
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(string webhookId, Instant now, bool failing = false, int perWebhook = 10)
    {
        // Other tests' webhooks lie in the same database.
        var others = (await Webhooks.ListWebhooksAsync(new PageRequest(1, 100_000), CancellationToken.None)).Rows.Select(w => w.WebhookId).Except([webhookId]);
        var claim = new DeliveryClaim(failing, [.. others], perWebhook, 100_000, now, now.Plus(TimeSpan.FromMinutes(1)));
        return await Webhooks.ClaimAsync(claim, CancellationToken.None);
    }

    private Task CompleteAsync(string deliveryId, int attempt, DeliveryState state, int? status) =>
        Webhooks.CompleteAsync(new DeliveryOutcome(deliveryId, attempt, state, Later, Later, status, status is 200 or 204 ? null : "no"), CancellationToken.None);

    private Task<int?> ReplayAsync(string webhookId, string[] ids) =>
        Webhooks.ReplayAsync(webhookId, new DeliveryReplay(ids, null, Later), _ => Samples.Audit("webhook.replay"), CancellationToken.None);

    private Task<StoreWrite> ChangeAsync(WebhookRow webhook) =>
        Webhooks.ChangeWebhookAsync(webhook.WebhookId, _ => webhook, (_, _) => Samples.Audit("webhook.put"), CancellationToken.None);

    private Task<PageOf<DeliveryRow>> ListAsync(string webhookId, DeliveryState? state) =>
        Webhooks.ListDeliveriesAsync(webhookId, state, new PageRequest(1, 100), CancellationToken.None);

    private async Task<DeliveryRow> DeliveryAsync(string webhookId) => Assert.Single((await ListAsync(webhookId, null)).Rows);
}
