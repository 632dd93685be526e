using UsageCluster.Grains;

namespace UsageCluster.Silo.Client;

/// <summary>The grains of companies in the cluster.</summary>
internal sealed class CompanyGrains(IGrainFactory grains) : ICompanyGrains
{
    public ICompanyGrain Of(string companyId) => grains.GetGrain<ICompanyGrain>(companyId);
}
