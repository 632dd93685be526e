using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Gateway.Tests.Alerts;

/// <summary>How events reach targets that fail, hang, move and come back.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly string[] Waits = ["00:00:05", "00:00:30", "00:02:00", "00:10:00", "01:00:00", "06:00:00", "1.00:00:00"];

    private readonly ConcurrentDictionary<string, int> _statuses = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AlertCase _case = null!;

    public async Task InitializeAsync()
    {
        _case = await AlertCase.StartAsync(await WebhookReceiver.StartAsync(async (call, context) =>
        {
            if (call.Path == "/hangs")
                await _release.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = _statuses.GetValueOrDefault(call.Path, 200);
        }));
        await _case.Server.Provision.CompanyAsync("acme", "Acme");
        await _case.UseAsync("acme", 100);
    }

    public Task DisposeAsync()
    {
        _release.TrySetResult();
        return _case.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task A_failed_delivery_is_tried_again_on_schedule_until_it_is_a_dead_letter_which_can_be_replayed_under_the_same_id()
    {
        _statuses["/"] = 503;
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.AlertAsync("a", "acme", 1, webhookId);
        await _case.ReceiveAsync("a");
        for (var attempt = 1; attempt <= Waits.Length; attempt++)
        {
            var pending = await PendingAsync(webhookId, attempt);
            Assert.Equal(503, pending.GetProperty("lastStatus").GetInt32());
            Assert.Equal("The target answered 503.", pending.GetProperty("lastError").GetString());
            Assert.Equal(
                TimeSpan.Parse(Waits[attempt - 1], null),
                pending.GetProperty("nextAttemptAt").GetDateTimeOffset() - _case.Server.Time.GetUtcNow());
            _case.Server.Time.Set(pending.GetProperty("nextAttemptAt").GetDateTimeOffset());
            await _case.ReceiveAsync("a", attempt + 1);
        }

        var dead = Assert.Single(await _case.DeliveriesAsync(webhookId, "dead", 1));
        Assert.Equal(8, dead.GetProperty("attempts").GetInt32());
        var letters = (await _case.GetAsync($"webhooks/{webhookId}/dead-letters")).Json.GetProperty("data");
        Assert.Equal(dead.GetProperty("id").GetString(), Assert.Single(letters.EnumerateArray()).GetProperty("id").GetString());

        _statuses["/"] = 200;
        var replayed = await _case.PostAsync($"webhooks/{webhookId}/replay", new { since = "2024-02-01" });
        Assert.Equal(1, replayed.GetProperty("queued").GetInt32());
        var delivered = Assert.Single(await _case.DeliveriesAsync(webhookId, "delivered", 1));
        Assert.Equal((1, 200), (delivered.GetProperty("attempts").GetInt32(), delivered.GetProperty("lastStatus").GetInt32()));
        Assert.Equal(9, _case.Receiver.Calls.Count);
        Assert.Single(_case.Receiver.Calls.Select(c => (c.Id, c.Body)).Distinct());

        await _case.PostAsync($"webhooks/{webhookId}/replay", new { deliveryIds = new[] { delivered.GetProperty("id").GetString() } });
        Assert.Single((await _case.ReceiveAsync("a", 10)).Select(c => c.Id).Distinct());
    }

    [Fact]
    public async Task A_target_that_hangs_holds_up_no_other()
    {
        var (hanging, _) = await _case.WebhookAsync("/hangs");
        var (quick, _) = await _case.WebhookAsync("/quick");
        await _case.AlertAsync("a", "acme", 1, hanging);
        await _case.Receiver.ReceiveAsync(1, c => c.Path == "/hangs");

        await _case.AlertAsync("b", "acme", 2, hanging, quick);
        await _case.DeliveriesAsync(quick, "delivered", 1);

        // One at a time to a target: the second waits for the first.
        Assert.Single(_case.Receiver.Calls, c => c.Path == "/hangs");
        _release.SetResult();
        await _case.DeliveriesAsync(hanging, "delivered", 2);
    }

    [Fact]
    public async Task After_a_rotation_events_are_signed_by_both_secrets_until_the_overlap_ends()
    {
        var (webhookId, first) = await _case.WebhookAsync();
        var second = (await _case.PostAsync($"webhooks/{webhookId}/rotate", new { overlapSeconds = 60 })).GetProperty("secret").GetString()!;
        Assert.NotEqual(first, second);

        await _case.AlertAsync("a", "acme", 1, webhookId);
        var during = Assert.Single(await _case.ReceiveAsync("a"));
        _case.Server.Time.Advance(TimeSpan.FromSeconds(60));
        await _case.AlertAsync("b", "acme", 2, webhookId);
        var after = Assert.Single(await _case.ReceiveAsync("b"));

        Assert.True(during.IsSignedBy(first) && during.IsSignedBy(second));
        Assert.True(!after.IsSignedBy(first) && after.IsSignedBy(second));
    }

    [Fact]
    public async Task A_target_that_is_gone_disables_its_webhook_and_what_is_due_waits_until_it_is_enabled_again()
    {
        _statuses["/"] = 410;
        var (webhookId, _) = await _case.WebhookAsync();
        await _case.AlertAsync("a", "acme", 1, webhookId);
        await PendingAsync(webhookId, 1);
        JsonElement webhook;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(webhook = (await _case.GetAsync("webhooks/" + webhookId)).Json).GetProperty("disabled").GetBoolean())
            limit.Token.ThrowIfCancellationRequested();
        var record = (await _case.GetAsync("audit")).Json.GetProperty("data")[0];
        Assert.Equal(("system", "webhook.disable"), (record.GetProperty("keyId").GetString(), record.GetProperty("action").GetString()));

        _statuses["/"] = 200;
        _case.Server.Time.Advance(TimeSpan.FromDays(2));
        await _case.PutAsync("webhooks/" + webhookId, new { url = webhook.GetProperty("url").GetString() });

        await _case.DeliveriesAsync(webhookId, "delivered", 1);
        Assert.Equal(2, _case.Receiver.Calls.Count);
    }

    [Fact]
    public async Task Tests_answer_what_the_targets_said_and_queue_nothing()
    {
        _statuses["/bad"] = 418;
        var (good, secret) = await _case.WebhookAsync();
        var (bad, _) = await _case.WebhookAsync("/bad");
        await _case.AlertAsync("a", "acme", 1_000, good, bad);

        var one = await _case.PostAsync($"webhooks/{good}/test", new { });
        var both = await _case.PostAsync("alerts/a/test", new { });

        Assert.True(one.GetProperty("delivered").GetBoolean());
        Assert.Equal(200, one.GetProperty("status").GetInt32());
        var results = both.GetProperty("results").EnumerateArray().ToDictionary(r => r.GetProperty("webhookId").GetString()!);
        Assert.True(results[good].GetProperty("delivered").GetBoolean());
        Assert.Equal(418, results[bad].GetProperty("status").GetInt32());
        Assert.Equal("The target answered 418.", results[bad].GetProperty("error").GetString());
        Assert.Equal(["webhook.test", "usage.alert.test", "usage.alert.test"], _case.Receiver.Calls.Select(c => c.Type));
        Assert.Equal(100, _case.Receiver.Calls[^1].Data.GetProperty("value").GetInt32());
        Assert.All(_case.Receiver.Calls.Where(c => c.Path == "/"), c => Assert.True(c.IsSignedBy(secret)));
        Assert.Equal(0, (await _case.GetAsync($"webhooks/{bad}/deliveries")).Json.GetProperty("meta").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Secrets_are_shown_once_and_are_in_no_other_answer_no_audit_and_no_log()
    {
        var (webhookId, first) = await _case.WebhookAsync();
        var second = (await _case.PostAsync($"webhooks/{webhookId}/rotate", new { })).GetProperty("secret").GetString()!;
        await _case.AlertAsync("a", "acme", 1, webhookId);
        await _case.DeliveriesAsync(webhookId, "delivered", 1);

        foreach (var path in new[] { "webhooks", "webhooks/" + webhookId, $"webhooks/{webhookId}/deliveries", "alerts", "audit?pageSize=100" })
        {
            var answer = await _case.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain(first["whsec_".Length..], answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(second["whsec_".Length..], answer.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            _case.Server.Log.Lines,
            l => l.Contains(first["whsec_".Length..], StringComparison.Ordinal) || l.Contains(second["whsec_".Length..], StringComparison.Ordinal));
    }

    /// <summary>The one pending delivery, once an attempt of it has ended.</summary>
    private async Task<JsonElement> PendingAsync(string webhookId, int attempt)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var pending = Assert.Single(await _case.DeliveriesAsync(webhookId, "pending", 1));
            var waits = pending.GetProperty("nextAttemptAt").GetDateTimeOffset() - _case.Server.Time.GetUtcNow();
            // While it is under way it is due when it would count as lost.
            if (pending.GetProperty("attempts").GetInt32() == attempt && waits != TimeSpan.FromSeconds(15))
                return pending;
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
