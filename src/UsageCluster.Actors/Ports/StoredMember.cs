namespace UsageCluster.Actors.Ports;

/// <summary>A member row of an ATS, taken as it is.</summary>
/// <param name="AtsId">The ATS.</param>
/// <param name="CompanyNo">The store's own number of the company.</param>
/// <param name="CompanyId">Its id; null: there is no company of that number.</param>
public sealed record StoredMember(string AtsId, int CompanyNo, string? CompanyId);
