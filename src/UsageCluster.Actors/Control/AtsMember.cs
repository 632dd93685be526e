namespace UsageCluster.Actors.Control;

/// <summary>A company that an ATS manages.</summary>
/// <param name="CompanyId">The id.</param>
/// <param name="CompanyName">The name.</param>
public readonly record struct AtsMember(string CompanyId, string CompanyName);
