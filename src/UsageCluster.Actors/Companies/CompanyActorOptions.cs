namespace UsageCluster.Actors.Companies;

/// <summary>The bounds of a company's actor.</summary>
public sealed record CompanyActorOptions
{
    /// <summary>The longest time for which a month stays open after its end.</summary>
    public static readonly TimeSpan MonthClosesAfterMax = TimeSpan.FromDays(28);

    /// <summary>Events that may wait in one company's queue; a call that does not fit is refused whole (429).</summary>
    public int PendingEventsMax { get; init; } = 20_000;

    /// <summary>Events that one flush takes from the queue.</summary>
    public int AppendEventsMax { get; init; } = 1_000;

    /// <summary>Administrative changes that may wait in one company's queue.</summary>
    public int PendingChangesMax { get; init; } = 100;

    /// <summary>How long after its end a month is closed, 0 to 28 days: at 00:00 UTC on the 4th unless it is set otherwise.</summary>
    public TimeSpan MonthClosesAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Corrections that one call may carry.</summary>
    public int CorrectionsMax { get; init; } = 1_000;

    /// <summary>How often a flush or change is decided again because rules or catalogue changed meanwhile, or duplicates were found.</summary>
    public int AttemptsMax { get; init; } = 16;

    /// <summary>Entries that recovery reads from the ledger at a time.</summary>
    public int ReadPageEntriesMax { get; init; } = 5_000;

    /// <summary>A snapshot is saved when this many entries, and a quarter of those in the last one, came after the last one.</summary>
    public int SnapshotEntriesMin { get; init; } = 4_096;

    /// <summary>A clean deactivation saves a snapshot when this many entries came after the last one.</summary>
    public int SnapshotAtDeactivationEntriesMin { get; init; } = 256;

    /// <summary>Bytes that are read of a snapshot at a time.</summary>
    public int SnapshotReadBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How often the ledger is asked, for all companies of a node together, whether their first acknowledgements must still wait for older owners, 10 ms
    /// to 10 s.
    /// </summary>
    public TimeSpan AckPollPeriod { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Companies that one such question names at most, 1 to 100,000; questions follow one another.</summary>
    public int AckPollCompaniesMax { get; init; } = 10_000;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PendingEventsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AppendEventsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PendingChangesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MonthClosesAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MonthClosesAfter, MonthClosesAfterMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(CorrectionsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AttemptsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReadPageEntriesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotEntriesMin, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotAtDeactivationEntriesMin, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotReadBytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(AckPollPeriod, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AckPollPeriod, TimeSpan.FromSeconds(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(AckPollCompaniesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(AckPollCompaniesMax, 100_000);
    }
}
