namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>Where companies are active, as the cluster itself says.</summary>
internal static class Activations
{
    // As in every address; the class is the silo's own.
    private static readonly GrainType Company = GrainType.Create("company");

    /// <summary>The active companies, by the port of the silo where they are.</summary>
    public static async Task<ILookup<int, string>> OfCompaniesAsync(IGrainFactory grains)
    {
        var active = await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return active.Where(a => a.GrainId.Type == Company).ToLookup(a => a.SiloAddress.Endpoint.Port, a => a.GrainId.Key.ToString()!);
    }
}
