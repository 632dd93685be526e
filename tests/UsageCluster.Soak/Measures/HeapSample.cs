namespace UsageCluster.Soak.Measures;

/// <summary>What the steady server held on its heap at a moment, without its garbage.</summary>
internal sealed record HeapSample(TimeSpan At, long Bytes);
