namespace UsageCluster.Cli.Snapshots;

/// <summary>A snapshot, or a ledger, that is not as it should be.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Version">The snapshot's version; of a ledger, that of the first entry that is off, null where it is not about one entry.</param>
/// <param name="What">What is off, in words; null: the snapshot is right, and was asked to be made anew.</param>
/// <param name="Outcome">What was done.</param>
/// <param name="RebuiltVersion">The version of the snapshot that is there instead; null: none is.</param>
internal sealed record SnapshotFinding(string CompanyId, long? Version, string? What, SnapshotOutcome Outcome, long? RebuiltVersion);
