namespace UsageCluster.Bench.Rivals;

/// <summary>How kinds are written.</summary>
internal static class RivalKinds
{
    /// <summary>The side's name in results: <c>sql</c>, <c>rollup</c>.</summary>
    public static string Side(this RivalKind kind) => kind == RivalKind.Sql ? "sql" : "rollup";
}
