using System.Text.Json.Nodes;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Data;

/// <summary>What <c>GET /billing/usage</c> must say of generated usage, by plain sums over every event of it.</summary>
public static class NaiveAnswer
{
    private const string Interview = "interview_minutes";

    public static JsonNode Of(int companies, int eventsPerCompany, TimeRange range)
    {
        var all = new SortedDictionary<string, (long Events, long Ms)>(StringComparer.Ordinal);
        var entries = new JsonArray();
        for (var company = 0; company < companies; company++)
        {
            var own = new SortedDictionary<string, (long Events, long Ms)>(StringComparer.Ordinal);
            foreach (var e in GeneratedUsage.Of(company, eventsPerCompany).Where(e => range.Contains(e.OccurredAt)))
            {
                Add(own, e.CostKey, e.DurationMs);
                Add(all, e.CostKey, e.DurationMs);
            }

            entries.Add(Figures(own, new JsonObject
            {
                ["companyId"] = GeneratedUsage.CompanyId(company),
                ["companyName"] = GeneratedUsage.CompanyName(company),
                ["billingSystem"] = "minutes",
            }));
        }

        return new JsonObject { ["data"] = Figures(all, new JsonObject { ["companies"] = entries }) };
    }

    private static void Add(SortedDictionary<string, (long Events, long Ms)> sums, string costKey, long ms)
    {
        sums.TryGetValue(costKey, out var sum);
        sums[costKey] = (sum.Events + 1, sum.Ms + ms);
    }

    private static JsonObject Figures(SortedDictionary<string, (long Events, long Ms)> sums, JsonObject into)
    {
        into["totalMinutesUsed"] = Minutes(sums.Values.Sum(s => s.Ms));
        into["totalInterviews"] = sums.TryGetValue(Interview, out var interviews) ? interviews.Events : 0;
        into["breakdownByCostKey"] = new JsonArray([.. sums.Select(s => new JsonObject
        {
            ["costKey"] = s.Key,
            ["minutesUsed"] = Minutes(s.Value.Ms),
            ["events"] = s.Value.Events,
        })]);
        return into;
    }

    private static decimal Minutes(long ms) => Math.Round(ms / 60_000m, 6, MidpointRounding.AwayFromZero);
}
