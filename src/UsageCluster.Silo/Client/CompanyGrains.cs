using UsageCluster.Actors.Ports;
using UsageCluster.Grains;

namespace UsageCluster.Silo.Client;

/// <summary>The grains of companies in the cluster.</summary>
internal sealed class CompanyGrains(IGrainFactory grains) : ICompanyGrains
{
    /// <summary>Throws <see cref="RetryableException"/> while no silo of the cluster hosts companies.</summary>
    public ICompanyGrain Of(string companyId)
    {
        try
        {
            return grains.GetGrain<ICompanyGrain>(companyId);
        }
        catch (ArgumentException failure) when (failure is not ArgumentNullException)
        {
            // The cluster knows no class of that interface, until a silo joins that has it.
            throw new RetryableException(RetryableFailure.Unavailable, "No silo of the cluster hosts companies.", failure);
        }
    }
}
