namespace UsageCluster.Actors.Leases;

/// <summary>By what is kept what an activation showed.</summary>
/// <param name="Slot">Where its stamp stands in its term's <see cref="ChangeStamps"/>.</param>
/// <param name="Stamp">The stamp.</param>
public readonly record struct SeenStamp(int Slot, int Stamp);
