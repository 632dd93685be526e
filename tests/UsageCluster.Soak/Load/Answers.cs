using System.Text.Json;
using UsageCluster.Soak.Model;

namespace UsageCluster.Soak.Load;

/// <summary>Reads figures out of answers.</summary>
internal static class Answers
{
    /// <summary>The figures of a usage report by company and line.</summary>
    public static Dictionary<string, Dictionary<Line, (long Events, decimal Quantity)>> Usage(string body)
    {
        Dictionary<string, Dictionary<Line, (long, decimal)>> companies = [];
        foreach (var entry in JsonElement.Parse(body).GetProperty("data").GetProperty("companies").EnumerateArray())
        {
            var id = entry.GetProperty("companyId").GetString()!;
            if (!companies.TryGetValue(id, out var lines))
                companies.Add(id, lines = []);
            var onCredits = entry.GetProperty("billingSystem").GetString() == "credits";
            foreach (var line in entry.GetProperty("breakdownByCostKey").EnumerateArray())
            {
                lines.Add(
                    new Line(line.GetProperty("costKey").GetString()!, onCredits),
                    (line.GetProperty("events").GetInt64(), line.GetProperty(onCredits ? "creditsUsed" : "minutesUsed").GetDecimal()));
            }
        }

        return companies;
    }

    /// <summary>The events of a series by cost key.</summary>
    public static Dictionary<string, long> Series(string body) => JsonElement.Parse(body).GetProperty("data").GetProperty("points").EnumerateArray()
        .GroupBy(p => p.GetProperty("costKey").GetString()!)
        .ToDictionary(g => g.Key, g => g.Sum(p => p.GetProperty("events").GetInt64()));

    /// <summary>How many rows the list of a page has.</summary>
    public static long TotalCount(string body) => JsonElement.Parse(body).GetProperty("meta").GetProperty("totalCount").GetInt64();

    /// <summary>The status of each event of an ingest call, in order.</summary>
    public static IReadOnlyList<string> Statuses(string body) =>
        [.. JsonElement.Parse(body).GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()!)];
}
