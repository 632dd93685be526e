using System.Globalization;
using System.Text.Json;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Alerts;

/// <summary>Alerts of real processes that are killed, or meet on one database.</summary>
public sealed class AlertProcessTests
{
    private const string AdminKey = "the-admin-key-of-the-alert-tests";
    private const int Alerts = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alerts_that_have_fired_when_the_process_is_killed_are_delivered_after_its_restart_each_once_by_id(bool onPostgres)
    {
        using var folder = new TempFolder();
        await using var postgres = onPostgres ? await PostgresServer.StartNewAsync() : null;
        string[] store = postgres is null ? ["--data", folder.Path] : ["--ledger", await postgres.CreateDatabaseAsync()];
        var answering = false;
        // Until then it takes calls and never answers: the process dies between firing and knowing that an event has arrived.
        await using var receiver = await WebhookReceiver.StartAsync(async (_, context) =>
        {
            if (Volatile.Read(ref answering))
                return;
            var gone = new TaskCompletionSource();
            await using var cut = context.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task;
        });
        string webhookId;
        await using (var first = await StartAsync(store))
        {
            using var admin = new UsageApi(first.Url, AdminKey);
            webhookId = await ProvisionAsync(admin, receiver);
            await UseAsync(first, admin, "before");
            await receiver.ReceiveAsync(1);
            await first.KillAsync();
        }

        Volatile.Write(ref answering, true);
        await using var second = await StartAsync(store);
        using var api = new UsageApi(second.Url, AdminKey);
        var deliveries = await DeliveredAsync(api, webhookId, Alerts);
        // Looked at again and again, with more used: nothing fires twice.
        await UseAsync(second, api, "after");
        await api.PostAsync("/admin/alerts", Alert("last", 2, webhookId));
        await DeliveredAsync(api, webhookId, Alerts + 1);

        Assert.Equal(Alerts, deliveries.Select(d => d.GetProperty("event").GetProperty("data").GetProperty("alertId").GetString()).Distinct().Count());
        Assert.Equal(Alerts + 1, receiver.Calls.Select(c => c.Id).Distinct().Count());
        Assert.All(receiver.Calls.GroupBy(c => c.Id), sent => Assert.Single(sent.Select(c => c.Body).Distinct()));
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task Two_processes_on_one_database_fire_each_alert_once_and_one_takes_over_from_one_that_was_killed()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        string[] store = ["--ledger", await postgres.CreateDatabaseAsync()];
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var first = await StartAsync(store);
        await using var second = await StartAsync(store);
        using var onFirst = new UsageApi(first.Url, AdminKey);
        using var onSecond = new UsageApi(second.Url, AdminKey);
        var webhookId = await ProvisionAsync(onFirst, receiver);

        await UseAsync(first, onFirst, "one");
        await DeliveredAsync(onSecond, webhookId, Alerts);
        await first.KillAsync();
        await onSecond.PostAsync("/admin/alerts", Alert("after", 1, webhookId));
        await DeliveredAsync(onSecond, webhookId, Alerts + 1);

        Assert.Equal(Alerts + 1, receiver.Calls.Count);
        Assert.Equal(Alerts + 1, receiver.Calls.Select(c => c.Data.GetProperty("alertId").GetString()).Distinct().Count());
    }

    private static Task<ServerProcess> StartAsync(string[] store) => ServerProcess.StartAsync(
        store,
        new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["Lease__Duration"] = "2",
            ["Webhooks__AllowHttp"] = "true",
            ["Webhooks__AllowPrivateNetworks"] = "true",
            ["Webhooks__TimeoutSeconds"] = "2",
            ["Webhooks__PollMs"] = "100",
        });

    /// <summary>A company with alerts that one minute reaches; the id of their webhook.</summary>
    private static async Task<string> ProvisionAsync(UsageApi admin, WebhookReceiver receiver)
    {
        await admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
        var webhookId = (await admin.PostAsync("/admin/webhooks", new { url = receiver.Url.ToString() })).GetProperty("id").GetString()!;
        for (var i = 0; i < Alerts; i++)
            await admin.PostAsync("/admin/alerts", Alert("alert-" + i.ToString(CultureInfo.InvariantCulture), 1, webhookId));
        return webhookId;
    }

    private static object Alert(string id, int minutes, string webhookId) =>
        new { id, name = id, companyId = "acme", quantity = minutes, unit = "minutes", webhookIds = new[] { webhookId } };

    private static async Task UseAsync(ServerProcess server, UsageApi admin, string eventId)
    {
        using var runtime = new UsageApi(server.Url, await admin.RuntimeKeyAsync());
        var used = new { eventId, companyId = "acme", occurredAt = DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture), durationSeconds = 60 };
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        while (await runtime.TrySendAsync([used]) is not [("accepted" or "duplicate")])
            deadline.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The webhook's deliveries, once so many have been made and none is pending.</summary>
    private static async Task<JsonElement[]> DeliveredAsync(UsageApi api, string webhookId, int count)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            JsonElement[] all = [.. (await api.GetAsync($"/admin/webhooks/{webhookId}/deliveries?pageSize=100")).GetProperty("data").EnumerateArray()];
            if (all.Length == count && all.All(d => d.GetProperty("state").GetString() == "delivered"))
                return all;
            await pace.WaitForNextTickAsync(deadline.Token);
        }
    }
}
