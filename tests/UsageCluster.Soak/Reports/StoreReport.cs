using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Reports;

/// <summary>What is reported of the run on a store.</summary>
internal sealed record StoreReport
{
    /// <summary>Memory of an event in an active company, in bytes, as docs/sizing.md has it.</summary>
    private const int BytesPerEvent = 22;

    /// <summary>Fewer calls have no p99 worth comparing.</summary>
    private const int CallsMin = 30;

    private static readonly TimeSpan Block = TimeSpan.FromSeconds(10);

    /// <summary>A process that has just started grows: a shorter stretch has no slope worth telling.</summary>
    private static readonly TimeSpan SlopeMin = TimeSpan.FromMinutes(4);

    public required string Store { get; init; }

    public required IReadOnlyList<FaultReport> Faults { get; init; }

    public required IReadOnlyList<MinuteReport> Minutes { get; init; }

    /// <summary>Latency of all calls by kind.</summary>
    public required IReadOnlyDictionary<string, Latency> Kinds { get; init; }

    /// <summary>Latency of the calls that felt no fault.</summary>
    public required IReadOnlyDictionary<string, Latency> CalmKinds { get; init; }

    /// <summary>What lives on the steady server's heap. Null: the run was too short.</summary>
    public required MemoryReport? Heap { get; init; }

    /// <summary>Its anonymous memory: heaps with their garbage, stacks, what native code holds.</summary>
    public required MemoryReport? Anonymous { get; init; }

    /// <summary>How much its events need, MiB an hour.</summary>
    public required double EventsMiBPerHour { get; init; }

    /// <summary>The steady server in the first third after the warm-up.</summary>
    public required ProcessFigures? First { get; init; }

    /// <summary>In the last third.</summary>
    public required ProcessFigures? Last { get; init; }

    /// <summary>By class of call, of the steady server's; those that there were too few of are not named.</summary>
    public required IReadOnlyDictionary<string, DriftReport> Drift { get; init; }

    public required int Events { get; init; }

    public required int ExactReads { get; init; }

    public required int BoundedReads { get; init; }

    public required int Alerts { get; init; }

    public required string Audit { get; init; }

    public required int FindingCount { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>Why it failed; none: it passed.</summary>
    public IReadOnlyList<string> Reasons { get; private init; } = [];

    public static StoreReport Make(SoakOptions options, StoreRun run)
    {
        var calls = run.Calls.Select(c => new JudgedCall(c, run.IsDisturbed(c), c.Error is not null && run.IsExpected(c))).ToList();
        var steady = run.Processes["steady"].Where(s => s.At >= options.WarmUp).ToList();
        var third = (options.Duration - options.WarmUp) / 3;
        var minutes = Enumerable.Range(0, (int)Math.Ceiling(options.Duration.TotalMinutes)).Select(minute => MinuteOf(minute, calls, run)).ToList();
        var report = new StoreReport
        {
            Store = run.Store,
            Faults = [.. run.Faults.Select(f => new FaultReport($"{f.Kind}", Seconds(f.From), Seconds(f.Healed), Seconds(f.Until)))],
            Minutes = minutes,
            Kinds = ByKind(calls),
            CalmKinds = ByKind(calls.Where(c => !c.IsDisturbed)),
            Heap = MemoryOf(run.Heap.Where(h => h.At >= options.WarmUp).Select(h => (h.At, h.Bytes))),
            Anonymous = MemoryOf(steady.Select(s => (s.At, s.Anonymous))),
            EventsMiBPerHour = Math.Round(run.SteadyEvents / options.Duration.TotalHours * BytesPerEvent / ProcessFigures.Mebi, 1),
            First = ProcessFigures.Of([.. steady.Where(s => s.At < options.WarmUp + third)]),
            Last = ProcessFigures.Of([.. steady.Where(s => s.At >= options.Duration - third)]),
            Drift = DriftOf(options, calls),
            Events = run.Events,
            ExactReads = run.ExactReads,
            BoundedReads = run.BoundedReads,
            Alerts = run.Alerts,
            Audit = run.Audit,
            FindingCount = run.Findings.Count,
            Findings = run.Findings.Texts,
        };
        return report with { Reasons = Verdict.ReasonsOf(report, options.Bounds) };
    }

    private static MinuteReport MinuteOf(int minute, List<JudgedCall> all, StoreRun run)
    {
        var calls = all.Where(c => (int)c.Sample.Due.TotalMinutes == minute).ToList();
        ProcessFigures? Figures(string site) => ProcessFigures.Of([.. run.Processes[site].Where(s => (int)s.At.TotalMinutes == minute)]);
        return new MinuteReport(
            minute,
            calls.Count,
            Errors(calls.Where(c => c.IsExpected)),
            Errors(calls.Where(c => !c.IsExpected)),
            calls.Where(c => !c.IsDisturbed).GroupBy(c => c.Sample.Class).OrderBy(g => g.Key).ToDictionary(g => g.Key, g => Latency.Of(g.Select(c => c.Sample))),
            ByKind(calls),
            Figures("steady"),
            Figures("exposed"));
    }

    private static Dictionary<string, int> Errors(IEnumerable<JudgedCall> calls) =>
        calls.Where(c => c.Sample.Error is not null).CountBy(c => c.Sample.Error!).OrderBy(e => e.Key).ToDictionary();

    private static Dictionary<string, Latency> ByKind(IEnumerable<JudgedCall> calls) =>
        calls.GroupBy(c => c.Sample.Kind).OrderBy(g => g.Key).ToDictionary(g => $"{g.Key}", g => Latency.Of(g.Select(c => c.Sample)));

    private static MemoryReport? MemoryOf(IEnumerable<(TimeSpan At, long Bytes)> samples)
    {
        var blocks = samples.GroupBy(s => s.At.Ticks / Block.Ticks)
            .Select(g => (X: g.Average(s => s.At.TotalHours), Y: g.Average(s => s.Bytes / ProcessFigures.Mebi)))
            .ToList();
        return blocks.Count > 0 && TimeSpan.FromHours(blocks[^1].X - blocks[0].X) >= SlopeMin && Statistics.LeastSquares(blocks) is { } slope
            ? new MemoryReport(
                Math.Round(slope.PerUnit, 1), Math.Round(2 * slope.StandardError, 1), Math.Round(blocks[0].Y, 1), Math.Round(blocks[^1].Y, 1))
            : null;
    }

    private static Dictionary<string, DriftReport> DriftOf(SoakOptions options, List<JudgedCall> calls)
    {
        var third = (options.Duration - options.WarmUp) / 3;
        Dictionary<string, DriftReport> drifts = [];
        foreach (var ofClass in calls.Where(c => !c.IsDisturbed && c.Sample.Group == "steady").Select(c => c.Sample).GroupBy(c => c.Class).OrderBy(g => g.Key))
        {
            double? Typical(TimeSpan from, TimeSpan to)
            {
                var minutes = ofClass.Where(c => c.Due >= from && c.Due < to).GroupBy(c => (int)c.Due.TotalMinutes).Where(m => m.Count() >= CallsMin).ToList();
                return minutes.Count < 2 ? null : Statistics.Median(minutes.Select(m => Latency.Of(m).P99).OfType<double>());
            }

            if (Typical(options.WarmUp, options.WarmUp + third) is { } first and > 0 && Typical(options.Duration - third, options.Duration) is { } last)
                drifts.Add(ofClass.Key, new DriftReport(first, last));
        }

        return drifts;
    }

    private static double Seconds(TimeSpan at) => at == TimeSpan.MaxValue ? -1 : Math.Round(at.TotalSeconds, 1);

    private sealed record JudgedCall(CallSample Sample, bool IsDisturbed, bool IsExpected);
}
