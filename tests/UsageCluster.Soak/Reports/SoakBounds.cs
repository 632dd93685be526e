namespace UsageCluster.Soak.Reports;

/// <summary>What a run may not exceed.</summary>
/// <param name="SlopeMax">MiB an hour by which a server's live heap may grow beyond what its events need.</param>
/// <param name="MemoryMax">The same for its anonymous memory, which has garbage in it.</param>
/// <param name="DescriptorsMax">By how many its descriptors may grow.</param>
/// <param name="DriftMax">By what factor the p99 of the last third may exceed that of the first.</param>
/// <param name="DriftFloorMs">A p99 that rose by less is no drift, in milliseconds.</param>
internal sealed record SoakBounds(double SlopeMax, double MemoryMax, int DescriptorsMax, double DriftMax, double DriftFloorMs)
{
    public static SoakBounds Default { get; } = new(SlopeMax: 20, MemoryMax: 300, DescriptorsMax: 20, DriftMax: 3, DriftFloorMs: 50);
}
