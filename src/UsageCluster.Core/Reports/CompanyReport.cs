namespace UsageCluster.Core.Reports;

/// <summary>A company's exact figures for a range: an entry per system in force or used in it (domain rule 5).</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Version">The ledger version that the figures are as of.</param>
/// <param name="Systems">At least one; the system last in force inside the range first, one only used there last.</param>
public sealed record CompanyReport(string CompanyId, long Version, IReadOnlyList<SystemReport> Systems);
