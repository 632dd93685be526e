using UsageCluster.Core.Billing;

namespace UsageCluster.Core.Reports;

/// <summary>A company's exact figures by line and interval, as a <see cref="LinesQuery"/> asked for them.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Version">The ledger version that the figures are as of.</param>
/// <param name="Systems">The billing systems in force or used between the first bound and the last; as in <see cref="CompanyReport.Systems"/>.</param>
/// <param name="Lines">In order of their keys, then plan (ordinal); none without a point.</param>
public sealed record CompanyLines(string CompanyId, long Version, IReadOnlyList<BillingSystem> Systems, IReadOnlyList<LineFigures> Lines);
