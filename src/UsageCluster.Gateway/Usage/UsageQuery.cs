using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Usage;

/// <summary>What <c>GET /billing/usage</c> asks for.</summary>
/// <param name="Range">The range, defaults filled.</param>
/// <param name="CompanyId">The company named; null: none.</param>
internal readonly record struct UsageQuery(TimeRange Range, string? CompanyId)
{
    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static UsageQuery Read(HttpRequest request, Principal principal, Instant now) => Read(new QueryReader(request), principal, now);

    /// <summary>Reads the query beside other parameters. Throws the problem with every bad parameter, those found before too.</summary>
    public static UsageQuery Read(QueryReader reader, Principal principal, Instant now)
    {
        var range = UsageRange.Read(reader, now);
        var companyId = reader.Token("companyId");
        if (principal.Kind == KeyKind.Admin && companyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed with an admin key.");
        reader.ThrowIfBad();
        return new UsageQuery(range!.Value, companyId);
    }
}
