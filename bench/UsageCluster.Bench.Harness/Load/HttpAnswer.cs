namespace UsageCluster.Bench.Harness.Load;

/// <summary>An answer that was read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="BodyBytes">Length of the content.</param>
/// <param name="IsAsExpected">Whether the content is what was expected; true where nothing was.</param>
public readonly record struct HttpAnswer(int Status, long BodyBytes, bool IsAsExpected);
