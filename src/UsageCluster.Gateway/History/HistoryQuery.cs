using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.History;

/// <summary>What <c>GET /billing/history</c> asks for.</summary>
/// <param name="From">The first instant; null: any.</param>
/// <param name="To">The first instant after; null: any.</param>
/// <param name="CompanyId">The company named; null: none.</param>
/// <param name="Page">The page.</param>
internal readonly record struct HistoryQuery(Instant? From, Instant? To, string? CompanyId, PageQuery Page)
{
    /// <summary>The range, with what was not given filled.</summary>
    public TimeRange Range => new(From ?? Instant.Always, To ?? Instant.Latest);

    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static HistoryQuery Read(HttpRequest request, Principal principal)
    {
        var reader = new QueryReader(request);
        var from = reader.Instant("from");
        var to = reader.Instant("to");
        var companyId = reader.Token("companyId");
        var page = PageQuery.Read(reader);
        if (principal.Kind == KeyKind.Admin && companyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed with an admin key.");
        if (from is not null && to is not null && from >= to)
            reader.Add("from", "must be before to.");
        else if (from is null && to == Instant.Always)
            reader.Add("to", "nothing lies before it.");
        else if (to is null && from == Instant.Latest)
            reader.Add("from", "nothing lies behind it.");
        reader.ThrowIfBad();
        return new HistoryQuery(from, to, companyId, page);
    }
}
