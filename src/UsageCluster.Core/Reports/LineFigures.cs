using UsageCluster.Core.Books;

namespace UsageCluster.Core.Reports;

/// <summary>Exact figures of a line, or of lines that are not told apart.</summary>
/// <param name="Key">What they have in common; see <see cref="LinesQuery.Group"/>.</param>
/// <param name="Points">The intervals in which something was used, in order; at least one.</param>
public sealed record LineFigures(LineKey Key, IReadOnlyList<LinePoint> Points)
{
    /// <summary>The plan that the company was on; null: on none, or plans are not told apart.</summary>
    public string? PlanId { get; init; }
}
