using UsageCluster.Actors.Ports;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>So many events of one company that a snapshot of its books is saved beside them.</summary>
/// <param name="isReplaced">Whether there is an older snapshot, which comes back in place of the last one once the process is dead.</param>
internal sealed class SnapshotWork(bool isReplaced = false) : CrashWork
{
    private const int Batch = 1_000, EventsPerSnapshot = 4_100;

    private CrashCompany _company = null!;
    private List<SentEvent> _last = [];
    private SnapshotRecord? _older;

    public override async Task PrepareAsync(CrashWorld world)
    {
        _company = (await world.MakeAsync(1))[0];
        if (!isReplaced)
            return;
        while (_company.Sent.Count < EventsPerSnapshot)
            await world.SendUntilAnsweredAsync(Next());
        await CrashWorld.UntilAsync(async () =>
        {
            await using var rows = await world.Store.RowsAsync();
            return (_older = await SnapshotAsync(rows)) is not null;
        });
        // It may be in the store and not yet counted: the count that the process is to die at is of the next one.
        await world.ReplaceProcessAsync();
    }

    public override async Task AskAsync(CrashWorld world)
    {
        if (_last.All(s => s.IsAcknowledged))
            _last = Next();
        await world.SendAsync(_last);
    }

    public override async Task<IReadOnlyList<bool>> AreThereAsync(CrashWorld world, ILedgerRows rows) =>
        [await SnapshotAsync(rows) is { } saved && (_older is null || saved.Version > _older.Version)];

    public override async Task MeanwhileAsync(CrashWorld world)
    {
        if (_older is null)
            return;
        var company = world.Store.ConnectionString is null ? "snapshots SET version = @v, hash = @h, books = @b WHERE company_no = (SELECT company_no FROM companies WHERE company_id = @c)"
            : "usage.snapshots SET version = @v, hash = @h, books = @b WHERE company_id = @c";
        await world.Store.ExecuteAsync("UPDATE " + company, ("v", _older.Version), ("h", _older.Hash), ("b", _older.Books), ("c", _company.Id));
    }

    public override async Task FinishAsync(CrashWorld world)
    {
        foreach (var batch in _company.Sent.Where(s => !s.IsAcknowledged).Chunk(Batch))
            await world.SendUntilAnsweredAsync(batch);
        // The next activation begins from whatever snapshot there is: what it holds is not booked again.
        await world.SendUntilAnsweredAsync(_last);
    }

    private List<SentEvent> Next() => [.. Enumerable.Range(0, Batch).Select(_ => _company.Next())];

    private async Task<SnapshotRecord?> SnapshotAsync(ILedgerRows rows) =>
        (await rows.SnapshotsAsync((await rows.FindCompanyAsync(_company.Id, default))!, default)).SingleOrDefault()?.Record;
}
