using System.Text.Json;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A server over one store that is loaded, ended in some way, started again and audited.</summary>
internal sealed class RestartCase(string[] store, int seed)
{
    private const string AdminKey = "the-admin-key-of-the-restart-tests";
    private const int Senders = 6;

    private readonly SentEvents _sent = new(seed);
    private readonly Random _random = new(seed);
    private string? _runtimeKey;

    /// <summary>What was acknowledged so far, by id.</summary>
    public IReadOnlySet<string> Acknowledged => _sent.All.Where(e => e.IsAcknowledged).Select(e => e.EventId).ToHashSet();

    /// <summary>Starts a server over the store, or over one that was restored in its place.</summary>
    public Task<ServerProcess> StartAsync(string[]? restored = null) =>
        ServerProcess.StartAsync(restored ?? store, new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });

    public async Task ProvisionAsync(ServerProcess server)
    {
        using var admin = new UsageApi(server.Url, AdminKey);
        await admin.PutAsync("/admin/price-rules/*", new { baseCost = SentEvents.BaseCost, includedMinutes = 0, costPerMinute = SentEvents.CostPerMinute });
        foreach (var id in SentEvents.Companies)
            await admin.PutAsync($"/admin/companies/{id}", new { companyName = id, billingSystem = id == SentEvents.OnCredits ? "credits" : "minutes" });
        _runtimeKey = await admin.RuntimeKeyAsync();
    }

    /// <summary>Sends new events by several callers, and ends the server, or its store, when some calls are acknowledged and others are in flight.</summary>
    public async Task LoadAndEndAsync(ServerProcess server, Func<Task> end)
    {
        using var api = new UsageApi(server.Url, _runtimeKey!);
        var batches = new Queue<SentEvents.Event[]>(_sent.Next(batches: 120, eventsPerBatch: 15));
        var acknowledged = 0;
        var endAfter = _random.Next(5, 80);
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = false;
        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Take(batches) is { } batch)
            {
                // What is left once something has ended is sent by the audit.
                if (Volatile.Read(ref gone) || !await SendAsync(api, batch))
                    return;
                if (Interlocked.Increment(ref acknowledged) == endAfter)
                    moment.SetResult();
            }
        })).ToList();

        await moment.Task.WaitAsync(ServerProcess.Timeout);
        await end();
        Volatile.Write(ref gone, true);
        await Task.WhenAll(senders).WaitAsync(ServerProcess.Timeout);
        Assert.True(acknowledged >= endAfter);
    }

    /// <summary>Every acknowledged event is there, once; all others can be sent again; then every figure is exact.</summary>
    public async Task AuditAsync(ServerProcess server)
    {
        using var admin = new UsageApi(server.Url, AdminKey);
        using var api = new UsageApi(server.Url, _runtimeKey!);
        foreach (var batch in _sent.All.Where(e => e.IsAcknowledged).Chunk(500))
            Assert.All(await SendUntilAnsweredAsync(api, batch), status => Assert.Equal("duplicate", status));
        foreach (var batch in _sent.All.Where(e => !e.IsAcknowledged).Chunk(500))
            Acknowledge(batch, await SendUntilAnsweredAsync(api, batch));
        foreach (var company in SentEvents.Companies)
            AssertExact(company, await admin.GetAsync($"/billing/usage?companyId={company}&start=2025-01-01&end=2026-01-01"));
    }

    /// <summary>
    /// As clients do after a restore: whatever they were answered, they send everything again; then every figure is exact. Returns what had been
    /// acknowledged and was not there.
    /// </summary>
    public async Task<IReadOnlySet<string>> ResendAsync(ServerProcess server)
    {
        using var admin = new UsageApi(server.Url, AdminKey);
        using var api = new UsageApi(server.Url, _runtimeKey!);
        var lost = new HashSet<string>();
        foreach (var batch in _sent.All.Chunk(500))
        {
            var statuses = await SendUntilAnsweredAsync(api, batch);
            lost.UnionWith(batch.Where((e, i) => e.IsAcknowledged && statuses[i] == "accepted").Select(e => e.EventId));
            Acknowledge(batch, statuses);
        }

        foreach (var company in SentEvents.Companies)
            AssertExact(company, await admin.GetAsync($"/billing/usage?companyId={company}&start=2025-01-01&end=2026-01-01"));
        return lost;
    }

    private static SentEvents.Event[]? Take(Queue<SentEvents.Event[]> batches)
    {
        lock (batches)
            return batches.TryDequeue(out var batch) ? batch : null;
    }

    private static async Task<bool> SendAsync(UsageApi api, SentEvents.Event[] batch)
    {
        if (await api.TrySendAsync([.. batch.Select(e => e.Json())]) is not { } statuses)
            return false;
        Acknowledge(batch, statuses);
        return true;
    }

    /// <summary>As clients do: an answer that asks to send again is followed.</summary>
    private static async Task<string[]> SendUntilAnsweredAsync(UsageApi api, SentEvents.Event[] batch)
    {
        using var limit = new CancellationTokenSource(ServerProcess.Timeout);
        while (true)
        {
            if (await api.TrySendAsync([.. batch.Select(e => e.Json())]) is { } statuses)
                return statuses;
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static void Acknowledge(SentEvents.Event[] batch, string[] statuses)
    {
        Assert.Equal(batch.Length, statuses.Length);
        for (var i = 0; i < batch.Length; i++)
        {
            Assert.Contains(statuses[i], (string[])["accepted", "duplicate"]);
            batch[i].Acknowledge();
        }
    }

    private void AssertExact(string companyId, JsonElement answer)
    {
        var quantity = companyId == SentEvents.OnCredits ? "creditsUsed" : "minutesUsed";
        var company = Assert.Single(answer.GetProperty("data").GetProperty("companies").EnumerateArray());
        var shown = company.GetProperty("breakdownByCostKey").EnumerateArray().ToDictionary(
            b => b.GetProperty("costKey").GetString()!,
            b => (b.GetProperty("events").GetInt64(), b.GetProperty(quantity).GetDecimal()));
        Assert.Equal(_sent.Expected(companyId), shown);
    }
}
