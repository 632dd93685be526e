using System.Diagnostics;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Leases;

/// <summary>One of several processes over a ledger on PostgreSQL, and a client of it that knows one company.</summary>
internal sealed class LeasedProcess : IAsyncDisposable
{
    private const string AdminKey = "the-admin-key-of-the-lease-tests";
    private const string Usage = "/billing/usage?companyId=acme&start=2025-01-01&end=2026-01-01";

    private readonly UsageApi _admin;
    private UsageApi? _runtime;

    private LeasedProcess(ServerProcess server)
    {
        Server = server;
        _admin = new UsageApi(server.Url, AdminKey);
    }

    public ServerProcess Server { get; }

    /// <summary>Starts one whose lease lasts so many seconds by its own clock.</summary>
    public static async Task<LeasedProcess> StartAsync(string ledger, int leaseSeconds)
    {
        var settings = new Dictionary<string, string>
        {
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["Lease__Duration"] = $"{leaseSeconds}",
            ["USAGE_DRAIN_MS"] = "0",
        };
        return new LeasedProcess(await ServerProcess.StartAsync(["--ledger", ledger], settings));
    }

    public Task ProvisionAsync() => _admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });

    /// <summary>Has an event acknowledged, as clients do: what asks to be sent again is.</summary>
    public async Task SendAsync(string id)
    {
        _runtime ??= new UsageApi(Server.Url, await _admin.RuntimeKeyAsync());
        object sent = new { eventId = id, companyId = "acme", occurredAt = "2025-03-01T12:00:00Z", durationSeconds = 60 };
        await UntilAsync(async () => await _runtime.TrySendAsync([sent]) is [("accepted" or "duplicate")]);
    }

    /// <summary>The company's events; null: the process does not answer for it now.</summary>
    public async Task<int?> EventsAsync() => await _admin.TryGetAsync(Usage) is { } answer
        ? answer.GetProperty("data").GetProperty("companies")[0].GetProperty("breakdownByCostKey").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32())
        : null;

    /// <summary>Asks until there is an answer.</summary>
    public async Task<int> AnswerAsync()
    {
        int? events = null;
        await UntilAsync(async () => (events = await EventsAsync()) is not null);
        return events!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _runtime?.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Every question takes a call.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
            Assert.True(Stopwatch.GetElapsedTime(began) < ServerProcess.Timeout, "It did not happen in time.");
    }
}
