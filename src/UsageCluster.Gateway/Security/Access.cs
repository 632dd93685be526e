namespace UsageCluster.Gateway.Security;

/// <summary>What companies a request sees: one company, or all that an ATS manages. Exactly one of both is set.</summary>
/// <param name="CompanyId">The one company.</param>
/// <param name="AtsId">The ATS.</param>
internal readonly record struct Access(string? CompanyId, string? AtsId);
