using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>A row of a company's history: when it counts, and the ledger's entry that holds it.</summary>
/// <param name="OccurredAt">When the use occurred; of a correction, when the corrected use did.</param>
/// <param name="Version">The entry's version.</param>
public readonly record struct RowKey(Instant OccurredAt, long Version) : IComparable<RowKey>
{
    /// <summary>Newest first, then by version.</summary>
    public int CompareTo(RowKey other)
    {
        var order = other.OccurredAt.CompareTo(OccurredAt);
        return order != 0 ? order : Version.CompareTo(other.Version);
    }

    /// <summary>Whether the left row comes before the right one: it is newer.</summary>
    public static bool operator <(RowKey left, RowKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left row comes behind the right one: it is older.</summary>
    public static bool operator >(RowKey left, RowKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left row comes before the right one or is the same.</summary>
    public static bool operator <=(RowKey left, RowKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left row comes behind the right one or is the same.</summary>
    public static bool operator >=(RowKey left, RowKey right) => left.CompareTo(right) >= 0;
}
