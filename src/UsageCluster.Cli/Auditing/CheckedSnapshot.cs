using UsageCluster.Actors.Ports;

namespace UsageCluster.Cli.Auditing;

/// <summary>A snapshot that was held against the entries that it is made of.</summary>
/// <param name="Stored">The snapshot.</param>
/// <param name="Fault">What is off, in words; null: nothing is.</param>
/// <param name="IsOfOtherFormat">Whether another version of the program wrote it, in a form that this one leaves unread.</param>
internal sealed record CheckedSnapshot(StoredSnapshot Stored, string? Fault, bool IsOfOtherFormat);
