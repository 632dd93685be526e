using UsageCluster.Grains;

namespace UsageCluster.Silo.Client;

/// <summary>The grains of companies, wherever they are.</summary>
internal interface ICompanyGrains
{
    /// <summary>A company's grain.</summary>
    ICompanyGrain Of(string companyId);
}
