namespace UsageCluster.Bench.Rivals;

/// <summary>What a team would build in place of the product.</summary>
internal enum RivalKind
{
    /// <summary>First: a table of events, and GROUP BY.</summary>
    Sql,

    /// <summary>Next: hourly sums beside it, upserted in the transaction of the insert.</summary>
    Rollup,
}
