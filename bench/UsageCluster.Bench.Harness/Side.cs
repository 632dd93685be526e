namespace UsageCluster.Bench.Harness;

/// <summary>The product or one of its rivals, ready to be measured again and again.</summary>
/// <param name="Name"><c>product</c>, <c>limit</c>, <c>limit500</c>, <c>sql</c>.</param>
/// <param name="RunAsync">One round.</param>
public sealed record Side(string Name, Func<TimeSpan, Task<Measurement>> RunAsync);
