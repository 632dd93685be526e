using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Explain;

/// <summary>What <c>GET /billing/usage/explain</c> asks for.</summary>
/// <param name="Range">The range, as of the usage report.</param>
/// <param name="CompanyId">The company; null for a company key that names none.</param>
/// <param name="CostKey">The cost key.</param>
/// <param name="Start">The start as it was given; null: it was not.</param>
/// <param name="End">The end as it was given; null: it was not.</param>
/// <param name="Page">The page.</param>
internal readonly record struct ExplainQuery(
    TimeRange Range, string? CompanyId, string CostKey, Instant? Start, Instant? End, PageQuery Page)
{
    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static ExplainQuery Read(HttpRequest request, Principal principal, Instant now)
    {
        var reader = new QueryReader(request);
        var page = PageQuery.Read(reader);
        var costKey = reader.Token("costKey");
        if (costKey is null && !reader.IsBad("costKey"))
            reader.Add("costKey", "needed.");
        var usage = UsageQuery.Read(reader, principal, now);
        if (principal.Kind == KeyKind.Ats && usage.CompanyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed with an ATS key.");
        reader.ThrowIfBad();
        return new ExplainQuery(usage.Range, usage.CompanyId, costKey!, reader.Instant("start"), reader.Instant("end"), page);
    }
}
