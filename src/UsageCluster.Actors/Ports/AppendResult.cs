namespace UsageCluster.Actors.Ports;

/// <summary>What became of one company's append.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="DuplicateEventIds">With <see cref="AppendStatus.HasDuplicates"/>: the ids that the ledger has (see <see cref="Core.Ledger.LedgerEntry.UniqueId"/>).</param>
public readonly record struct AppendResult(AppendStatus Status, IReadOnlyList<string> DuplicateEventIds)
{
    /// <summary>The outcome of an append without duplicates.</summary>
    public static AppendResult Of(AppendStatus status) => new(status, []);
}
