using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>The uses of one cost key in one billing system, as a view shows them.</summary>
internal readonly record struct BucketView(string CostKey, TimelineView Timeline);
