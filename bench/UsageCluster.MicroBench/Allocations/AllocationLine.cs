namespace UsageCluster.MicroBench.Allocations;

/// <summary>A line of <c>bench/allocations.json</c>.</summary>
/// <param name="Path">The path.</param>
/// <param name="BytesPerOperation">What it may allocate, on average over the operations of a run.</param>
/// <param name="What">What is allocated, for readers.</param>
internal sealed record AllocationLine(string Path, long BytesPerOperation, string What);
