namespace UsageCluster.Core.Reports;

/// <summary>A company's figures with its name at the time of the request.</summary>
/// <param name="CompanyName">The name.</param>
/// <param name="Report">The figures.</param>
public readonly record struct NamedCompanyReport(string CompanyName, CompanyReport Report);
