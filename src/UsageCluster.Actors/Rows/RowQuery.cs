using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Rows;

/// <summary>A page of one company's rows.</summary>
public sealed record RowQuery
{
    /// <summary>The most rows of a page.</summary>
    public const int TakeMax = 10_000;

    /// <summary>Which rows.</summary>
    public RowKind Kind { get; init; } = RowKind.History;

    /// <summary>The instants that rows may count at.</summary>
    public required TimeRange Range { get; init; }

    /// <summary>The cost key that rows are in the figures of; null: any.</summary>
    public string? CostKey { get; init; }

    /// <summary>The row that the page begins behind; null: it begins by <see cref="Skip"/>.</summary>
    public RowKey? Behind { get; init; }

    /// <summary>Rows before the page.</summary>
    public long Skip { get; init; }

    /// <summary>Rows of the page at most, 0 to <see cref="TakeMax"/>: 0 counts only.</summary>
    public required int Take { get; init; }

    /// <summary>Whether the rows' keys alone are asked for, and not their entries; of <see cref="RowKind.History"/>.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>
    /// The versions of the rows, in the order in which they are asked for, at most <see cref="TakeMax"/>; then nothing else chooses them. Null: they are
    /// chosen by what else is asked.
    /// </summary>
    public IReadOnlyList<long>? Versions { get; init; }

    /// <summary>Whether the corrections of the page's uses are asked for too.</summary>
    public bool WithCorrections { get; init; }
}
