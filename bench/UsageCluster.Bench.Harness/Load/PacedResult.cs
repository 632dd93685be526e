namespace UsageCluster.Bench.Harness.Load;

/// <summary>What a paced load found.</summary>
/// <param name="All">All requests.</param>
/// <param name="Others">Those that were not to be measured by themselves.</param>
/// <param name="Apart">Those that were.</param>
/// <param name="Errors">Answers other than 200.</param>
public sealed record PacedResult(Measurement All, Measurement Others, Measurement Apart, long Errors);
