namespace UsageCluster.Bench.Harness;

/// <summary>The product or one of its rivals, ready to be measured again and again.</summary>
/// <param name="Name"><c>product</c>, <c>limit</c>, <c>limit500</c>, <c>sql</c>, <c>rollup</c>.</param>
/// <param name="RunAsync">One round.</param>
public sealed record Side(string Name, Func<TimeSpan, Task<Measurement>> RunAsync)
{
    /// <summary>Whether a round is one operation, however long it takes: it is not warmed up, and its processor time is not that of the operation.</summary>
    public bool IsOnce { get; init; }
}
