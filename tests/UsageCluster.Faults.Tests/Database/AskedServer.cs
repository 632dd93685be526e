using System.Text.Json;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A standalone process with one company, which is asked one thing after the other.</summary>
internal sealed class AskedServer : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-database-tests";
    private const string Usage = "/billing/usage?companyId=acme&start=2025-01-01&end=2026-01-01";

    private AskedServer(ServerProcess process)
    {
        Process = process;
        Admin = new UsageApi(process.Url, AdminKey);
    }

    public ServerProcess Process { get; }

    public UsageApi Admin { get; }

    /// <summary>By a key of its own.</summary>
    public UsageApi Runtime { get; private set; } = null!;

    /// <summary>Starts it and makes the company and a key, if they are not there.</summary>
    public static async Task<AskedServer> StartAsync(string ledger, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["Lease__Duration"] = "2" };
        foreach (var (name, value) in settings)
            environment[name] = value;
        var server = new AskedServer(await ServerProcess.StartAsync(["--ledger", ledger], environment));
        await server.Admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
        await server.RenewKeyAsync();
        return server;
    }

    public static object Event(string id, string costKey = "interview_minutes") =>
        new { eventId = id, companyId = "acme", occurredAt = "2025-03-01T12:00:00Z", durationSeconds = 60, costKey };

    /// <summary>Another key for events.</summary>
    public async Task RenewKeyAsync()
    {
        Runtime?.Dispose();
        Runtime = new UsageApi(Process.Url, await Admin.RuntimeKeyAsync());
    }

    /// <summary>What became of an event. As clients do: what asks to be sent again is.</summary>
    public async Task<string> SendAsync(string id, string costKey = "interview_minutes")
    {
        string? status = null;
        await Until.HoldsAsync(async () => (status = await Runtime.TrySendAsync([Event(id, costKey)]) is [var of] ? of : null) is not null, () => Process.Log);
        return status!;
    }

    /// <summary>The company's events by cost key, as soon as it is answered for.</summary>
    public async Task<IReadOnlyDictionary<string, int>> EventsAsync()
    {
        JsonElement? answer = null;
        await Until.HoldsAsync(async () => (answer = await Admin.TryGetAsync(Usage)) is not null, () => Process.Log);
        return answer!.Value.GetProperty("data").GetProperty("companies")[0].GetProperty("breakdownByCostKey").EnumerateArray()
            .ToDictionary(b => b.GetProperty("costKey").GetString()!, b => b.GetProperty("events").GetInt32());
    }

    /// <summary>The company's rows of history.</summary>
    public async Task<int> HistoryAsync() =>
        (await Admin.GetAsync("/billing/history?companyId=acme")).GetProperty("meta").GetProperty("totalCount").GetInt32();

    /// <summary>The status of a read of the company's figures.</summary>
    public Task<System.Net.HttpStatusCode> ReadStatusAsync() => Admin.StatusAsync(Usage);

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Runtime?.Dispose();
        await Process.DisposeAsync();
    }
}
