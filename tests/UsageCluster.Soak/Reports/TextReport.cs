using System.Globalization;
using UsageCluster.Soak.Faults;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak.Reports;

/// <summary>The report for people.</summary>
internal static class TextReport
{
    private static readonly string[] Classes = ["ingest", "read", "admin"];

    public static void WritePlan(TextWriter to, SoakOptions options)
    {
        to.WriteLine(Text($"Soak: {options.Duration.TotalMinutes:0.##} minutes, seed {options.Seed}, {options.Rate:0.##} calls a second on each store, warm-up {options.WarmUp.TotalSeconds:0} s"));
        foreach (var store in options.Stores)
        {
            to.WriteLine($"Faults on {store}:");
            foreach (var fault in FaultSchedule.Make(options.Seed, store, options.Duration))
                to.WriteLine(Text($"  {fault.At.TotalSeconds,8:0.0} s  {fault.Kind}{(fault.Lasts > TimeSpan.Zero ? Text($" for {fault.Lasts.TotalSeconds:0.0} s") : "")}"));
        }
    }

    public static void Write(TextWriter to, SoakReport report)
    {
        foreach (var store in report.Stores)
            WriteStore(to, store);
        foreach (var store in report.Stores)
        {
            to.WriteLine($"{store.Store}: {(store.Reasons.Count == 0 ? "PASS" : "FAIL")}");
            foreach (var reason in store.Reasons)
                to.WriteLine("  " + reason);
        }

        to.WriteLine(report.Passed ? "PASS" : "FAIL");
    }

    private static void WriteStore(TextWriter to, StoreReport store)
    {
        to.WriteLine();
        to.WriteLine($"== {store.Store}");
        to.WriteLine("Faults as they were, in seconds: " + string.Join(", ", store.Faults.Select(f => Text($"{f.Kind} {f.From:0.0}–{f.Healed:0.0}"))));
        to.WriteLine("Latency in ms from when a call was due: p50/p99/max of calls that felt no fault. Memory in MiB: working set, of it anonymous.");
        to.WriteLine("minute  requests  errors: expected  unexpected  |" + string.Concat(Classes.Select(c => $" {c,-20}|")) + " steady: memory, descriptors, threads | exposed");
        foreach (var m in store.Minutes)
        {
            to.WriteLine(Text(
                $"{m.Minute,6}  {m.Requests,8}  {Errors(m.ExpectedErrors),16}  {Errors(m.UnexpectedErrors),10}  |")
                + string.Concat(Classes.Select(c => $" {Of(m.Calm.GetValueOrDefault(c)),-20}|")) + $" {Of(m.Steady),-36} | {Of(m.Exposed)}");
        }

        to.WriteLine("All calls, by kind: count, p50/p99/max of those that felt no fault, and of all");
        foreach (var (kind, all) in store.Kinds)
            to.WriteLine(Text($"  {kind,-10} {all.Count,8}  {Of(store.CalmKinds.GetValueOrDefault(kind)),-24} {Of(all)}"));
        to.WriteLine(Text($"{store.Events} events, each acknowledged once; {store.ExactReads} reads compared exactly, {store.BoundedReads} between bounds; {store.Alerts} alerts fired"));
        to.WriteLine("Audit: " + store.Audit);
        to.WriteLine(Text($"The steady server's live heap: {Of(store.Heap)}; its anonymous memory: {Of(store.Anonymous)}; its events need {store.EventsMiBPerHour:0.0} MiB/h"));
        to.WriteLine($"Its first third after the warm-up: {Of(store.First)}; its last: {Of(store.Last)}");
        foreach (var (name, drift) in store.Drift)
            to.WriteLine(Text($"Drift of the p99 of its {name} calls: {drift.FirstMs:0.0} → {drift.LastMs:0.0} ms, {drift.Factor:0.00} times"));
        foreach (var finding in store.Findings)
            to.WriteLine("FINDING: " + finding);
        to.WriteLine();
    }

    private static string Errors(IReadOnlyDictionary<string, int> errors) => errors.Count == 0 ? "-" : string.Join(' ', errors.Select(e => $"{e.Key}×{e.Value}"));

    private static string Of(Latency? latency) => latency is { Count: > 0 } l ? Text($"{l.P50:0.0}/{l.P99:0.0}/{l.Max:0.0}") : "-";

    private static string Of(MemoryReport? memory) => memory is { } m
        ? Text($"{m.FirstMiB:0.0} → {m.LastMiB:0.0} MiB, {m.SlopeMiBPerHour:+0.0;-0.0} ± {m.NoiseMiBPerHour:0.0} MiB/h")
        : "too short a run for a slope";

    private static string Of(ProcessFigures? figures) =>
        figures is { } f ? Text($"{f.WorkingSetMiB:0.0} ({f.AnonymousMiB:0.0}), {f.Descriptors:0}, {f.Threads:0}") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
