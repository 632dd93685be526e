using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Standalone.Tests.Engine;

/// <summary>A company whose snapshot is larger than what an activation loads of it.</summary>
public class LargeCompanyTests
{
    private const int Uses = 24_000, Call = 6_000;

    [Fact]
    public async Task What_a_company_and_its_ats_answer_right_after_a_restart_is_what_they_answered_before()
    {
        await using var engine = await EngineCase.StartAsync();
        await engine.CreateAsync("large", "small");
        await engine.PutAtsAsync("ats", "small", "large");
        var random = new Random(1);
        for (var from = 0; from < Uses; from += Call)
        {
            var outcomes = await engine.Client.RecordAsync("large", [.. Enumerable.Range(from, Call).Select(i => Event(i, random))], dryRun: false, default);
            Assert.All(outcomes, outcome => Assert.Equal(RecordOutcome.Accepted, outcome));
        }

        await engine.Client.RecordAsync("small", [EngineCase.Event("small", "e")], dryRun: false, default);
        TimeRange[] ranges = [.. Enumerable.Range(0, 6).Select(_ => AnyRange(random))];
        var before = await AskAsync(engine, ranges);

        for (var order = 0; order < 2; order++)
        {
            await engine.RestartAsync();
            if (order == 1)
                Array.Reverse(ranges);
            var after = await AskAsync(engine, ranges);
            Assert.Equal(order == 1 ? [.. before.Reverse()] : before, after);
        }
    }

    // At once, so that some find the company asleep, some partial and some whole.
    private static async Task<string[]> AskAsync(EngineCase engine, TimeRange[] ranges) => await Task.WhenAll(ranges.Select(async (range, i) =>
    {
        var company = await engine.Client.ReportCompanyAsync("large", range, default);
        var ats = await engine.Client.ReportAtsAsync("ats", range, default);
        var rows = await engine.Client.RowsAsync("large", new() { Range = range, Take = 20, KeysOnly = true }, default);
        return $"{Text(company.Systems)}; {ats!.Totals.MinutesMs} {ats.Totals.Interviews}; {rows.TotalCount} {string.Join(",", rows.Keys)}";
    }));

    private static string Text(IEnumerable<SystemReport> systems) => string.Join(" | ", systems.Select(s =>
        $"{s.System} {s.Quantity} {s.Interviews} [{string.Join(", ", s.Buckets.Select(b => $"{b.CostKey} {b.Events} {b.Interviews} {b.Quantity}"))}]"));

    private static UsageEvent Event(int number, Random random) => EngineCase.Event("large", $"e{number}", 1 + random.Next(3_600_000)) with
    {
        OccurredAt = new Instant(new DateTime(2025, 1, 1).Ticks + random.NextInt64(TimeSpan.FromDays(100).Ticks)),
        CostKey = random.Next(2) == 0 ? "interview_minutes" : "transcription",
    };

    private static TimeRange AnyRange(Random random)
    {
        var start = new DateTime(2025, 1, 1).Ticks + random.NextInt64(TimeSpan.FromDays(60).Ticks);
        return new TimeRange(new Instant(start), new Instant(start + 1 + random.NextInt64(TimeSpan.FromDays(60).Ticks)));
    }
}
