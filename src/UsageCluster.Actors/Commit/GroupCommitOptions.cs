namespace UsageCluster.Actors.Commit;

/// <summary>The bounds of a node's group commit.</summary>
public sealed record GroupCommitOptions
{
    /// <summary>Statements in flight at a time.</summary>
    public int LanesMax { get; init; } = 3;

    /// <summary>Rows that must wait before a lane starts, or goes on, beside another.</summary>
    public int FurtherLaneRowsMin { get; init; } = 150;

    /// <summary>How long the last statement may be under way before a lane starts beside it for any number of rows.</summary>
    public TimeSpan FurtherLaneAfter { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Rows that one statement takes from several companies; one company's request is never split.</summary>
    public int RowsMax { get; init; } = 300;

    /// <summary>Rows that are let into the queue for the next statement while companies' events gather.</summary>
    public int RowsAhead { get; init; } = 200;

    /// <summary>Companies in one statement.</summary>
    public int RequestsMax { get; init; } = 1_000;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> for a bound outside its range.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LanesMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(FurtherLaneRowsMin, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(FurtherLaneAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RowsMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RowsAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RequestsMax, 1);
    }
}
