namespace UsageCluster.Cli.Snapshots;

/// <summary>What became of a snapshot, or of a company whose snapshots were left alone. The names are in answers: never change one.</summary>
internal enum SnapshotOutcome
{
    /// <summary>It is right, and stays.</summary>
    Unchanged,

    /// <summary>One that the entries make is in its place.</summary>
    Rebuilt,

    /// <summary>It would have been, by a run that changes nothing.</summary>
    WouldBeRebuilt,

    /// <summary>A server has saved another one meanwhile, which stays.</summary>
    Overtaken,

    /// <summary>The ledger itself is off: nothing is made of it.</summary>
    LedgerOff,
}
