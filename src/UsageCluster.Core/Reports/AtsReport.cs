namespace UsageCluster.Core.Reports;

/// <summary>Exact figures of an ATS.</summary>
/// <param name="Companies">By company name (ordinal), then id.</param>
/// <param name="Totals">The merge of the companies' reports.</param>
public sealed record AtsReport(CompanyPages Companies, MergedTotals Totals);
