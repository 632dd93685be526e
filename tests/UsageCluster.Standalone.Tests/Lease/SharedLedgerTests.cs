using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Lease;

/// <summary>Processes over one PostgreSQL ledger, one after the other or two at once.</summary>
public sealed class SharedLedgerTests
{
    private const string AdminKey = "the-admin-key-of-the-lease-tests";
    private const string Usage = "/billing/usage?companyId=acme&start=2025-01-01&end=2026-01-01";

    [Fact]
    public async Task A_process_that_was_suspended_past_its_lease_shows_nothing_stale_and_heals()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var first = await StartAsync(ledger);
        using var onFirst = new UsageApi(first.Url, AdminKey);
        using var sendToFirst = await ProvisionAsync(first, onFirst);
        await SendAsync(sendToFirst, "before");
        Assert.Equal(1, await EventsAsync(onFirst));

        first.Suspend();
        await using var second = await StartAsync(ledger);
        using var onSecond = new UsageApi(second.Url, AdminKey);
        // Read at once; acknowledged when the first one's lease has ended.
        Assert.Equal(1, await EventsAsync(onSecond));
        using var sendToSecond = new UsageApi(second.Url, await onSecond.RuntimeKeyAsync());
        await SendAsync(sendToSecond, "while suspended");
        Assert.Equal(2, await EventsAsync(onSecond));

        // What it finds first when it goes on: reads that came after the acknowledgement.
        var waiting = Enumerable.Range(0, 4).Select(_ => EventsAsync(onFirst)).ToArray();
        first.Resume();
        Assert.All(await Task.WhenAll(waiting).WaitAsync(ServerProcess.Timeout), events => Assert.True(events is null or 2, $"{events} events"));

        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        int? shown;
        while ((shown = await EventsAsync(onFirst)) is null)
            deadline.Token.ThrowIfCancellationRequested();
        Assert.Equal(2, shown);
        await SendAsync(sendToFirst, "after");
        Assert.Equal(3, await EventsAsync(onFirst));
        Assert.Contains("was not renewed in time", first.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_living_processes_that_take_a_company_from_each_other_never_show_less_than_was_acknowledged()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var first = await StartAsync(ledger);
        await using var second = await StartAsync(ledger);
        using var onFirst = new UsageApi(first.Url, AdminKey);
        using var onSecond = new UsageApi(second.Url, AdminKey);
        using var sendToFirst = await ProvisionAsync(first, onFirst);
        using var sendToSecond = new UsageApi(second.Url, await onSecond.RuntimeKeyAsync());

        for (var round = 0; round < 3; round++)
        {
            await SendAsync(sendToFirst, $"{round} by the first");
            AssertAtLeast((2 * round) + 1, await EventsAsync(onSecond));
            await SendAsync(sendToSecond, $"{round} by the second");
            AssertAtLeast((2 * round) + 2, await EventsAsync(onFirst));
        }
    }

    [Fact]
    public async Task A_process_that_starts_after_one_that_died_reads_at_once_and_acknowledges_once_the_lease_has_ended()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using (var first = await StartAsync(ledger))
        {
            using var admin = new UsageApi(first.Url, AdminKey);
            using var sender = await ProvisionAsync(first, admin);
            await SendAsync(sender, "before");
            await first.KillAsync();
        }

        await using var next = await StartAsync(ledger);
        using var api = new UsageApi(next.Url, AdminKey);
        using var send = new UsageApi(next.Url, await api.RuntimeKeyAsync());

        Assert.Equal(1, await EventsAsync(api));
        // One call: it waits, and is not refused.
        Assert.True(await send.TrySendAsync([Event("after")]) is ["accepted"]);
        Assert.Equal(2, await EventsAsync(api));
    }

    [Fact]
    public async Task A_process_that_is_told_to_end_gives_its_lease_up()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var server = await StartAsync(await postgres.CreateDatabaseAsync());
        using var admin = new UsageApi(server.Url, AdminKey);
        Assert.Equal(System.Net.HttpStatusCode.OK, await admin.StatusAsync("/healthz/ready"));

        Assert.Equal(0, await server.StopAsync());

        Assert.Contains("was given up", server.Log, StringComparison.Ordinal);
    }

    private static Task<ServerProcess> StartAsync(string ledger) => ServerProcess.StartAsync(
        ["--ledger", ledger], new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["Lease__Duration"] = "2" });

    private static async Task<UsageApi> ProvisionAsync(ServerProcess server, UsageApi admin)
    {
        await admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
        return new UsageApi(server.Url, await admin.RuntimeKeyAsync());
    }

    private static object Event(string id) =>
        new { eventId = id, companyId = "acme", occurredAt = "2025-03-01T12:00:00Z", durationSeconds = 60 };

    /// <summary>As clients do: what asks to be sent again is.</summary>
    private static async Task SendAsync(UsageApi api, string id)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        while (await api.TrySendAsync([Event(id)]) is not [("accepted" or "duplicate")])
            deadline.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The company's events; null: the process does not answer for it now.</summary>
    private static async Task<int?> EventsAsync(UsageApi api) => await api.TryGetAsync(Usage) is { } answer
        ? answer.GetProperty("data").GetProperty("companies")[0].GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32())
        : null;

    private static void AssertAtLeast(int acknowledged, int? events) =>
        Assert.True(events is null || events >= acknowledged, $"{events} events of {acknowledged} that were acknowledged");
}
