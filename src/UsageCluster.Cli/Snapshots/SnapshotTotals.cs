namespace UsageCluster.Cli.Snapshots;

/// <summary>What a rebuild came to.</summary>
internal sealed record SnapshotTotals
{
    /// <summary>Companies gone through.</summary>
    public long Companies { get; init; }

    /// <summary>Snapshots that were found.</summary>
    public long Snapshots { get; init; }

    /// <summary>Of those, the ones that were off.</summary>
    public long Off { get; init; }

    /// <summary>Of those found, the ones that the entries made anew, or would have.</summary>
    public long Rebuilt { get; init; }

    /// <summary>Of those found, the ones that stay as they are.</summary>
    public long Unchanged { get; init; }

    /// <summary>Companies whose ledger is off.</summary>
    public long LedgersOff { get; init; }
}
