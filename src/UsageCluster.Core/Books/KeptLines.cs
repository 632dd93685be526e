using UsageCluster.Core.Reports;

namespace UsageCluster.Core.Books;

/// <summary>Figures with the query that they answer. Immutable, so that readers can hand them to each other.</summary>
internal sealed record KeptLines(LinesQuery Query, CompanyLines Lines);
