namespace UsageCluster.Silo.Placement;

/// <summary>Which silo each company belongs to, as this silo sees the cluster.</summary>
internal interface ICompanyHomes
{
    /// <summary>This silo.</summary>
    SiloAddress Here { get; }

    /// <summary>Which silos host companies now: the same object while they are the same.</summary>
    HostingSilos Current { get; }
}
