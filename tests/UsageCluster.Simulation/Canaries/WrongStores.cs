using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Canaries;

/// <summary>A product over a store that judges wrongly.</summary>
internal sealed class WrongStore(Func<InMemoryLedger> make) : Product
{
    public override InMemoryLedger MakeStore() => make();
}

internal sealed class DedupeDropped : InMemoryLedger
{
    protected override bool Has(CompanyRecord company, string uniqueId) => false;
}

internal sealed class EpochUnchecked : InMemoryLedger
{
    protected override bool IsFenced(CompanyRecord company, AppendRequest request) => company.Entries.Count != request.ExpectedVersion;
}

internal sealed class VersionUnchecked : InMemoryLedger
{
    protected override bool IsFenced(CompanyRecord company, AppendRequest request) => company.Epoch != request.Epoch;
}

internal sealed class RatesUnchecked : InMemoryLedger
{
    protected override bool IsStale(long ratesRevision) => false;
}

internal sealed class FencingDropped : InMemoryLedger
{
    protected override bool IsFenced(CompanyRecord company, AppendRequest request) => false;

    protected override void Commit(CompanyRecord company, IReadOnlyList<ChainedEntry> entries)
    {
        foreach (var chained in entries)
            base.Commit(company, [Behind(company, chained.Entry)]);
    }

    /// <summary>The entry as the next one of its ledger.</summary>
    public static ChainedEntry Behind(CompanyRecord company, LedgerEntry entry)
    {
        var next = entry with { Version = company.Entries.Count + 1 };
        return new ChainedEntry(next, HashChain.Next(company.Hash, next));
    }
}

internal sealed class CommitForgotten : InMemoryLedger
{
    private int _commits;

    protected override void Commit(CompanyRecord company, IReadOnlyList<ChainedEntry> entries)
    {
        if (++_commits % 20 != 0)
            base.Commit(company, entries);
    }
}

internal sealed class CommittedTwice(Func<LedgerEntry, bool> picked) : InMemoryLedger
{
    protected override void Commit(CompanyRecord company, IReadOnlyList<ChainedEntry> entries)
    {
        base.Commit(company, entries);
        foreach (var again in entries.Where(e => picked(e.Entry)))
            base.Commit(company, [FencingDropped.Behind(company, again.Entry)]);
    }
}
