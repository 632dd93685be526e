using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>One record of a company's append-only ledger.</summary>
public abstract record LedgerEntry
{
    /// <summary>The entry's place in its company's ledger: gapless, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>When the entry was made, by the clock of the node that made it.</summary>
    public required Instant RecordedAt { get; init; }

    /// <summary>What the entry records; the number is stored.</summary>
    public abstract EntryKind Kind { get; }

    /// <summary>
    /// What no other entry of the company's ledger may have, ever: of a usage entry the event id, of others a reserved id (see
    /// <see cref="ReservedIds"/>); null: the entry has none.
    /// </summary>
    public virtual string? UniqueId => null;
}
