using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>hot-company</c>: what the other companies feel of one that has half of all events, on PostgreSQL: their latencies at a rate of events, against
/// those at the same rate when it is spread evenly. Events come when they are due, one a call, whatever became of those before.
/// </summary>
internal static class HotCompanyScenario
{
    private const int Companies = 1_000, CallersAtMaximum = 2_048;

    // Of ten calls two are reads. Which come to the hot company is even over time.
    private const int Period = 10, ReadsOf = 2;

    private const int OthersRecord = 0, OthersRead = 1, HotRecord = 2;

    private static readonly (string Name, double Share)[] Rates = [("half", 0.5), ("near", 0.8)];

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        // A percentile of one round is one pause more or less: many short ones tell more.
        var settings = lab.Settings with { Rounds = lab.Settings.Rounds * (lab.Settings.IsQuick ? 2 : 3), Round = lab.Settings.Round / 2 };
        await using var engine = await RecordingEngine.StartAsync(await lab.DatabaseAsync(), Companies);
        var events = new FreshEvents(Companies);
        async Task RecordAsync(int? company)
        {
            var report = events.Next();
            if (company is { } number)
                report = report with { CompanyId = GeneratedUsage.CompanyId(number) };
            var outcome = await engine.Client.RecordAsync(report, CancellationToken.None);
            if (outcome.Status != RecordStatus.Accepted)
                throw new InvalidOperationException($"{outcome.Status}: {outcome.Code}");
        }

        async ValueTask<int> RecordOneAsync(int caller)
        {
            await RecordAsync(null);
            return 1;
        }

        // What is too much for one company is refused, as a client is told by 429; the others are looked at all the same.
        var refused = 0;
        async Task RecordHotAsync()
        {
            try
            {
                await RecordAsync(0);
            }
            catch (RetryableException failure) when (failure.Failure == RetryableFailure.Overloaded)
            {
                Interlocked.Increment(ref refused);
            }
        }

        // As a request does, a read begins on the thread pool.
        Task ReadAsync(long number) => Task.Run(async () =>
            await engine.Client.ReportCompanyAsync(GeneratedUsage.CompanyId(OtherOf(number)), GeneratedUsage.Range, CancellationToken.None));

        await Callers.RunAsync(CallersAtMaximum, RecordOneAsync, settings.WarmUp);
        var maximum = (await Callers.RunAsync(CallersAtMaximum, RecordOneAsync, settings.Round)).PerSecond;

        var p99s = new Dictionary<string, List<(double Record, double Read)>>();
        Side Of(string name, double share, bool isHot) => new(name, async duration =>
        {
            int KindOf(long number) => number % Period < ReadsOf ? OthersRead : isHot && number % 2 == 0 ? HotRecord : OthersRecord;
            Task CallAsync(long number) => KindOf(number) switch
            {
                OthersRead => ReadAsync(number),
                HotRecord => RecordHotAsync(),
                _ => RecordAsync(OtherOf(number)),
            };
            var perSecond = maximum * share * Period / (Period - ReadsOf);
            var measured = await PacedCalls.RunAsync(3, KindOf, CallAsync, perSecond, duration);
            p99s[name].Add((measured[OthersRecord].P99Ms, measured[OthersRead].P99Ms));
            return measured[OthersRecord];
        });

        var sides = new List<Side>();
        foreach (var (rate, share) in Rates)
        {
            foreach (var isHot in (bool[])[false, true])
            {
                var name = NameOf(rate, isHot);
                p99s[name] = [];
                sides.Add(Of(name, share, isHot));
            }
        }

        var result = await Rounds.RunAsync(
            "hot-company",
            sides,
            settings,
            [
                $"{Companies:N0} companies; {maximum:N0} events a second with {CallersAtMaximum:N0} callers: sides are at {Rates[0].Share:P0} and {Rates[1].Share:P0} of that, with one read for four events",
                "each side is the other companies' events; figures are their p99 with a hot company over that without, in the median of rounds",
            ],
            lab.CheckpointAsync,
            new Comparison(NameOf(Rates[0].Name, isHot: false), "it over even, at half", IsBaseOver: false));

        Figure Over(string name, string rate, Func<(double Record, double Read), double> of) => new(
            name,
            // The first is of the warm-up.
            Ratio.Of(p99s[NameOf(rate, isHot: true)].Skip(1).Zip(p99s[NameOf(rate, isHot: false)].Skip(1), (hot, even) => of(hot) / of(even))).Median,
            "×");
        var reads = p99s.Select(p => FormattableString.Invariant($"{p.Key} {Ratio.Of(p.Value.Skip(1).Select(r => r.Read)).Median:0.0#}"));
        return result with
        {
            Notes = [.. result.Notes, $"p99 of reads of the others in ms, in the median of rounds: {string.Join("; ", reads)}"],
            Ratios = new Dictionary<string, Ratio>(),
            Figures =
            [
                Over("recordP99AtHalf", Rates[0].Name, p => p.Record),
                Over("recordP99NearMaximum", Rates[1].Name, p => p.Record),
                Over("readP99AtHalf", Rates[0].Name, p => p.Read),
                Over("readP99NearMaximum", Rates[1].Name, p => p.Read),
                new Figure("refusedOfHotCompany", refused, ""),
            ],
        };
    }

    private static int OtherOf(long number) => 1 + (int)(number * 7 % (Companies - 1));

    private static string NameOf(string rate, bool isHot) => isHot ? $"{rate}, hot" : $"{rate}, even";
}
