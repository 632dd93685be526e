using UsageCluster.Actors.Ports;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>The process is told to end: its companies are given up one by one, those with enough new entries after a snapshot, and the store is closed.</summary>
internal sealed class StopWork : CrashWork
{
    private const int Companies = 3, EventsPerCompany = 300;

    private IReadOnlyList<CrashCompany> _companies = [];

    public override async Task PrepareAsync(CrashWorld world)
    {
        _companies = await world.MakeAsync(Companies);
        foreach (var company in _companies)
            await world.SendUntilAnsweredAsync([.. Enumerable.Range(0, EventsPerCompany).Select(_ => company.Next())]);
    }

    public override Task AskAsync(CrashWorld world) => world.Server.StopAsync();

    public override async Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows)
    {
        List<bool> there = [];
        foreach (var company in _companies)
            there.Add((await rows.SnapshotsAsync((await rows.FindCompanyAsync(company.Id, default))!, default)).Count > 0);
        return there;
    }

    public override Task FinishAsync(CrashWorld world) => world.SendUntilAnsweredAsync([.. _companies.SelectMany(c => c.Sent.Take(5)), .. _companies.Select(c => c.Next())]);
}
