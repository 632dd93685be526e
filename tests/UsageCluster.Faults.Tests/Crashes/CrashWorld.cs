using System.Diagnostics;
using System.Text.Json;
using UsageCluster.Core.Billing;
using UsageCluster.TestKit.Audit;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A store whose process dies at one point after the other; the next process goes on with what the one before left.</summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-crash-tests";

    private readonly Dictionary<string, CrashCompany> _companies = [];
    private readonly HashSet<CrashCompany> _touched = [];
    private readonly TempFolder _plans = new();
    private ServerProcess? _server;
    private UsageApi? _admin, _runtime;
    private string? _runtimeKey;
    private int _starts, _names, _due;

    private CrashWorld(CrashStore store) => Store = store;

    public CrashStore Store { get; }

    public ServerProcess Server => _server!;

    public UsageApi Admin => _admin!;

    public bool IsDead => Server.HasExited;

    /// <summary>Whether another crash at a month's close needs another store.</summary>
    public bool IsSpent => _due == DueMonths.Count;

    /// <summary>A store with rates and companies whose months are due, and a process that serves from it.</summary>
    public static async Task<CrashWorld> StartAsync(CrashStore store)
    {
        var world = new CrashWorld(store);
        foreach (var company in await DueMonths.SeedAsync(store))
            world._companies.Add(company.Id, company);
        await world.StartProcessAsync();
        await world.Admin.PutAsync("/admin/price-rules/*", new { baseCost = CrashCompany.BaseCost, includedMinutes = 0, costPerMinute = CrashCompany.CostPerMinute });
        world._runtimeKey = await world.Admin.RuntimeKeyAsync();
        world.OpenApi();
        return world;
    }

    /// <summary>New companies, which the crash that follows is about.</summary>
    public async Task<IReadOnlyList<CrashCompany>> MakeAsync(int count)
    {
        var made = new List<CrashCompany>();
        for (var i = 0; i < count; i++)
        {
            var company = new CrashCompany($"company-{++_names}", _names % 4 == 0 ? BillingSystem.Credits : BillingSystem.Minutes);
            await Admin.PutAsync($"/admin/companies/{company.Id}", new { companyName = company.Id, billingSystem = company.System == BillingSystem.Credits ? "credits" : "minutes" });
            _companies.Add(company.Id, company);
            _touched.Add(company);
            made.Add(company);
        }

        return made;
    }

    /// <summary>A company of <see cref="DueMonths"/> that no crash was about yet.</summary>
    public CrashCompany TakeDue()
    {
        var company = _companies[DueMonths.Id(++_due)];
        _touched.Add(company);
        return company;
    }

    /// <summary>One call; false: it was not answered.</summary>
    public Task<bool> SendAsync(IReadOnlyList<SentEvent> events) => SendAsync(_runtime!, events);

    /// <summary>One call whose answer is on its way when the process dies.</summary>
    public async Task SendAndLoseAnswerAsync(IReadOnlyList<SentEvent> events)
    {
        using var api = new UsageApi(Server.Url, _runtimeKey!, LostAnswers.Handler(Server.KillAsync));
        Assert.False(await SendAsync(api, events), "The client got an answer.");
    }

    /// <summary>As clients do: what is not answered is sent again, with the same ids.</summary>
    public Task SendUntilAnsweredAsync(IReadOnlyList<SentEvent> events) => UntilAsync(() => SendAsync(events));

    /// <summary>An administrator's question, asked until it is answered: on a busy machine the process may lose its lease.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        JsonElement? answer = null;
        await UntilAsync(async () => (answer = await Admin.TryGetAsync(path)) is not null);
        return answer!.Value;
    }

    /// <summary>A call of an administrator that the process may not survive; false: it was not answered.</summary>
    public static async Task<bool> TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || failure.Message.StartsWith("503", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Has the process die at a point, starts the next one, and checks that nothing is lost, doubled or wrong.</summary>
    public async Task CrashAsync(CrashPoint point, int nth = 1)
    {
        _touched.Clear();
        var work = point.Work();
        await work.PrepareAsync(this);
        var trap = point.Trap?.Invoke();
        trap = trap is null ? null : trap with { Nth = trap.Nth + nth - 1 };
        Arm(point, trap);
        await UntilAsync(async () =>
        {
            if (!IsDead)
                await work.AskAsync(this);
            return IsDead;
        });
        Assert.Equal(128 + 9, await Server.EndAsync());
        Disarm(trap);

        await using (var rows = await Store.RowsAsync())
        {
            var there = await work.AreThereAsync(this, rows);
            if (point.Leaves != Left.Either)
                Assert.InRange(there.Count(t => t == (point.Leaves == Left.All)), Math.Min(2, there.Count), there.Count);
        }

        await work.MeanwhileAsync(this);
        await StartProcessAsync();
        if (trap?.Moment == WireMoment.CommittedLate)
            await ReleaseUnderTakeoverAsync(trap, work);
        await AuditAsync(isWhole: false);
        await work.FinishAsync(this);
        await AuditAsync(isWhole: true);
        await Store.AssertWellAsync();
    }

    /// <summary>Another process goes on: what the one before was about to do for a call that it had answered is done, or never will be.</summary>
    public async Task ReplaceProcessAsync()
    {
        await Server.DisposeAsync();
        await StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        _runtime?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        await Store.DisposeAsync();
        _plans.Dispose();
    }

    /// <summary>Asks again and again; every question takes a call.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await isSo())
            Assert.True(Stopwatch.GetElapsedTime(began) < ServerProcess.Timeout, "It did not happen in time.");
    }

    private string PlanFile => _plans.Under($"{_starts}");

    private async Task<bool> SendAsync(UsageApi api, IReadOnlyList<SentEvent> events)
    {
        if (await api.TrySendAsync([.. events.Select(CrashCompany.Json)]) is not { } statuses)
            return false;
        for (var i = 0; i < events.Count; i++)
        {
            Assert.Contains(statuses[i], (string[])["accepted", "duplicate"]);
            if (events[i].IsAcknowledged)
                Assert.Equal("duplicate", statuses[i]);
            events[i].Acknowledge();
        }

        return true;
    }

    private async Task StartProcessAsync()
    {
        _starts++;
        _server = await CrashProcess.StartAsync(Store.Arguments, PlanFile);
        OpenApi();
    }

    private void OpenApi()
    {
        _admin?.Dispose();
        _runtime?.Dispose();
        _admin = new UsageApi(Server.Url, AdminKey);
        _runtime = new UsageApi(Server.Url, _runtimeKey ?? AdminKey);
    }

    private void Arm(CrashPoint point, WireTrap? trap)
    {
        if (point.Plan is { } plan)
        {
            File.WriteAllLines(PlanFile + ".new", plan);
            File.Move(PlanFile + ".new", PlanFile);
        }

        if (trap is not null)
            Store.Proxy!.Watcher = trap.For(Server);
    }

    private void Disarm(WireTrap? trap)
    {
        File.Delete(PlanFile);
        if (trap is not null)
            Store.Proxy!.Watcher = null;
    }

    /// <summary>The commit that the dead process had begun arrives while the next one takes the company.</summary>
    private async Task ReleaseUnderTakeoverAsync(WireTrap trap, CrashWork work)
    {
        var company = _touched.First();
        var read = Admin.TryGetAsync(Usage(company));
        await UntilAsync(async () => await Store.ExecuteAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%usage.heads%FOR UPDATE%'") is > 0L);
        trap.Release();
        await read;
        await using var rows = await Store.RowsAsync();
        Assert.All(await work.AreThereAsync(this, rows), Assert.True);
    }

    /// <summary>The ledgers of the companies that the crash was about, against what was sent; whole: all of it was acknowledged, and the answers come to it.</summary>
    private async Task AuditAsync(bool isWhole)
    {
        await using var rows = await Store.RowsAsync();
        foreach (var company in _touched)
        {
            var stored = await StoredLedgers.ReadAsync(rows, company.Id);
            Assert.Empty(LedgerAudit.FaultsOf(stored));
            Assert.Empty(LedgerAudit.FaultsOf(stored, [.. company.Sent]));
            if (!isWhole)
                continue;
            Assert.All(company.Sent, sent => Assert.True(sent.IsAcknowledged, $"{company.Id}: {sent.Event.EventId} was never acknowledged."));
            Assert.Equal(company.Sent.Count, stored.Events.Count());
            Shown.Check(company, await GetAsync(Usage(company)));
        }
    }

    private static string Usage(CrashCompany company) => $"/billing/usage?companyId={company.Id}&start=2025-01-01&end=2026-01-01";
}
