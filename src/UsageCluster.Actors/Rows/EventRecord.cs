using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Rows;

/// <summary>What became of an event.</summary>
/// <param name="Entry">As it was booked.</param>
/// <param name="Corrections">Its corrections, in order of version.</param>
public sealed record EventRecord(UsageEntry Entry, IReadOnlyList<CorrectionEntry> Corrections);
