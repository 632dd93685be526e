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
    private static readonly TimeSpan DefaultLength = TimeSpan.FromDays(30);

    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static UsageQuery Read(HttpRequest request, Principal principal, Instant now)
    {
        var reader = new QueryReader(request);
        var start = reader.Instant("start");
        var end = reader.Instant("end");
        var companyId = reader.Token("companyId");
        if (principal.Kind == KeyKind.Admin && companyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed with an admin key.");

        var from = start ?? now.Plus(-DefaultLength);
        var to = end ?? now;
        if (from >= to && !reader.IsBad("start") && !reader.IsBad("end"))
            AddEmptyRange(reader, start, end, from, to);
        reader.ThrowIfBad();
        return new UsageQuery(new TimeRange(from, to), companyId);
    }

    private static void AddEmptyRange(QueryReader reader, Instant? start, Instant? end, Instant from, Instant to)
    {
        if (start is null)
            reader.Add("end", $"must be after start, which was not given and defaults to 30 days before now: {from}.");
        else if (end is null)
            reader.Add("start", $"must be before end, which was not given and defaults to now: {to}.");
        else
            reader.Add("start", "must be before end.");
    }
}
