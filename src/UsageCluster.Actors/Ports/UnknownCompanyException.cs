namespace UsageCluster.Actors.Ports;

/// <summary>No such company; confirmed in the store.</summary>
public sealed class UnknownCompanyException(string companyId) : Exception($"There is no company '{companyId}'.")
{
    /// <summary>The id asked for.</summary>
    public string CompanyId { get; } = companyId;
}
