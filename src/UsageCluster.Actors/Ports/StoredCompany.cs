namespace UsageCluster.Actors.Ports;

/// <summary>A company as a store knows it.</summary>
/// <param name="CompanyNo">The store's own number of it.</param>
/// <param name="CompanyId">Its id.</param>
public sealed record StoredCompany(int CompanyNo, string CompanyId);
