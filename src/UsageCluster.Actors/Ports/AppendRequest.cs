using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Ports;

/// <summary>What one company appends.</summary>
public sealed class AppendRequest
{
    /// <summary>The store's number for the company.</summary>
    public required int CompanyNo { get; init; }

    /// <summary>The epoch that the writer holds.</summary>
    public required long Epoch { get; init; }

    /// <summary>The version of the last entry that the writer knows; the first new entry has this plus one.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The revision of rules and catalogue that usage entries were rated by; null: not checked (no usage entries).</summary>
    public required long? RatesRevision { get; init; }

    /// <summary>Entries in order of version, gapless.</summary>
    public required IReadOnlyList<ChainedEntry> Entries { get; init; }
}
