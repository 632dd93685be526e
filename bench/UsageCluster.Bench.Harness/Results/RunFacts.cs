namespace UsageCluster.Bench.Harness.Results;

/// <summary>How a run was made.</summary>
public sealed record RunFacts(bool IsQuick, int Rounds, double RoundSeconds, int Events);
