using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Harness.Charts;

/// <summary>The charts of a run as files.</summary>
public static class ChartFiles
{
    /// <summary>Writes <c>comparison.svg</c>, <c>growth.svg</c> and <c>recovery.svg</c>, those that the results have data for, and returns their paths.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(ResultFile results, string folder)
    {
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        foreach (var (name, chart) in new[]
        {
            ("comparison.svg", ComparisonChart.Of(results)), ("growth.svg", GrowthChart.Of(results)), ("recovery.svg", RecoveryChart.Of(results)),
        })
        {
            if (chart is null)
                continue;
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path, chart);
            written.Add(path);
        }

        return written;
    }
}
