using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Requests;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Series;

/// <summary>What <c>GET /billing/usage/series</c> asks for.</summary>
/// <param name="Starts">Where each bucket begins, in UTC; the first one may begin before the range.</param>
/// <param name="Bounds">The buckets cut to the range: one bound more than there are buckets.</param>
/// <param name="GroupBy">The names of the groups' fields, in the order of an answer.</param>
/// <param name="CompanyId">The company named; null: none.</param>
internal sealed record SeriesQuery(
    IReadOnlyList<Instant> Starts, ImmutableArray<Instant> Bounds, IReadOnlyList<string> GroupBy, string? CompanyId)
{
    /// <summary>The most points of an answer.</summary>
    public const int PointsMax = 10_000;

    private static readonly string[] Granularities = ["hour", "day", "month"];
    private static readonly string[] Groupings = ["costKey", "agentFocus", "companyId"];

    /// <summary>How the companies' figures are told apart.</summary>
    public LinesQuery Lines => new(
        Bounds,
        (GroupBy.Contains("costKey") ? LineGroups.CostKey : 0) | (GroupBy.Contains("agentFocus") ? LineGroups.AgentFocus : 0));

    /// <summary>Reads the query. Throws the problem with every bad parameter.</summary>
    public static SeriesQuery Read(HttpRequest request, Principal principal, Instant now)
    {
        var reader = new QueryReader(request);
        var range = UsageRange.Read(reader, now);
        var granularity = reader.Word("granularity", Granularities) ?? "day";
        var groupBy = reader.Words("groupBy", Groupings);
        var companyId = reader.Token("companyId");
        if (principal.Kind == KeyKind.Admin && companyId is null && !reader.IsBad("companyId"))
            reader.Add("companyId", "needed with an admin key.");
        List<Instant> starts = [];
        if (range is { } asked)
        {
            starts = Buckets(asked, granularity);
            if (starts.Count > PointsMax)
                reader.Add("granularity", TooMany);
        }

        reader.ThrowIfBad();
        return new SeriesQuery(
            starts, [range!.Value.Start, .. starts.Skip(1), range.Value.End], [.. Groupings.Where(groupBy.Contains)], companyId);
    }

    /// <summary>What is said about a series of too many points.</summary>
    public static string TooMany { get; } = string.Create(
        CultureInfo.InvariantCulture, $"the series would have more than {PointsMax} points: ask for a shorter range, a coarser granularity or fewer groups.");

    private static List<Instant> Buckets(TimeRange range, string granularity)
    {
        var starts = new List<Instant>();
        for (var at = Floor(range.Start, granularity); at < range.End && starts.Count <= PointsMax; at = Next(at, granularity))
            starts.Add(at);
        return starts;
    }

    private static Instant Floor(Instant instant, string granularity) => granularity switch
    {
        "hour" => new Instant(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerHour)),
        "day" => new Instant(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerDay)),
        _ => MonthOf(instant),
    };

    private static Instant Next(Instant start, string granularity) => granularity switch
    {
        "hour" => start.Plus(TimeSpan.FromHours(1)),
        "day" => start.Plus(TimeSpan.FromDays(1)),
        // The day before the last month's end is in that month: no date beyond the calendar is made.
        _ => start.Plus(TimeSpan.FromDays(DateTime.DaysInMonth(new DateTime(start.Ticks).Year, new DateTime(start.Ticks).Month))),
    };

    private static Instant MonthOf(Instant instant)
    {
        var date = new DateTime(instant.Ticks);
        return new Instant(new DateTime(date.Year, date.Month, 1).Ticks);
    }
}
