using UsageCluster.Core.Reports;
using UsageCluster.Grains.Views;

namespace UsageCluster.Silo.Client;

/// <summary>Reports that are held of some companies of a request.</summary>
/// <param name="Known">As the request names them.</param>
/// <param name="Reports">The reports, in the request's order; null: none is held.</param>
internal sealed record HeldReports(KnownReports Known, CompanyReport?[] Reports);
