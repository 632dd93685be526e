using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;

namespace UsageCluster.Actors.Rows;

/// <summary>A page of one company's rows, as of one version of its books.</summary>
/// <param name="TotalCount">Rows of the range, on whatever page.</param>
/// <param name="Entries">The rows' entries in their order: <see cref="UsageEntry"/> or <see cref="CorrectionEntry"/>; none where keys alone were asked for.</param>
/// <param name="Corrections">Corrections of the page's uses, in order of version, where they were asked for.</param>
public sealed record RowPage(long TotalCount, IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<CorrectionEntry> Corrections)
{
    /// <summary>The rows' keys in their order, where they alone were asked for.</summary>
    public IReadOnlyList<RowKey> Keys { get; init; } = [];

    /// <summary>Which plan the company is on when, where entries were asked for: prices are a plan's.</summary>
    public PlanHistory Plans { get; init; } = PlanHistory.Empty;
}
