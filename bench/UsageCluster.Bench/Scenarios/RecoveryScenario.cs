using System.Diagnostics;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Measuring;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>recovery</c>: a process with 10,000 companies in use is restarted under load, on PostgreSQL. How long until callers notice nothing any more, and
/// how many statements the database runs at a time meanwhile.
/// </summary>
internal static class RecoveryScenario
{
    private const int EventsPerCompany = 50, OneWriteIn = 10;
    private const double ShareOfMaximum = 0.25, SlowerThanBefore = 2;

    // So many windows in a row must be as fast as before.
    private const int CalmWindows = 4;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    // The load's own beginning.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1);

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var (settings, companies) = (lab.Settings, lab.Settings.ActiveCompanies);
        var database = await lab.DatabaseAsync();
        var product = await StartAsync(database);
        try
        {
            using var setup = new Provisioning(product.Port, Lab.AdminKey);
            Console.Error.WriteLine($"  recovery: loading {companies:N0} companies with {EventsPerCompany} events each");
            await setup.CompaniesAsync(companies);
            var writer = await setup.KeyAsync("runtime", null);
            await setup.EventsAsync(writer, 0, companies, EventsPerCompany);
            var reads = Enumerable.Range(0, companies)
                .Select(c => HttpWork.Request($"/billing/usage?start={GeneratedUsage.Range.Start}&companyId={GeneratedUsage.CompanyId(c)}", Lab.AdminKey)).ToArray();
            var writes = new EventCalls(new FreshEvents(companies), 1, writer, settings.Connections);
            ReadOnlyMemory<byte> Next(int caller, long number) =>
                number % OneWriteIn == 0 ? writes.Next(caller) : reads[(number + number / companies) * 7 % companies];

            var numbers = new long[settings.Connections];
            var all = new HttpWork { Next = caller => Next(caller, numbers[caller]++ * settings.Connections + caller) };
            await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.WarmUp);
            var maximum = (await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.WarmUp)).PerSecond;
            await lab.CheckpointAsync();

            var running = product;
            var load = new EnduringLoad(() => running.Port, Next, maximum * ShareOfMaximum, settings.Connections);
            var sampler = new QuerySampler(database);
            await Task.Delay(settings.BeforeRestart);
            var stopped = load.Now;
            await product.StopAsync();
            var gone = load.Now;
            running = product = await StartAsync(database);
            var ready = load.Now;
            await Task.Delay(settings.AfterRestart);
            var samples = await sampler.StopAsync();
            var answers = await load.StopAsync();
            return Result(companies, maximum, answers, samples, load.Repeats, (stopped, gone, ready));
        }
        finally
        {
            await product.DisposeAsync();
        }
    }

    // As deployed, it says for a moment that it is about to end.
    private static Task<ChildProcess> StartAsync(string database) => ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database, ("USAGE_DRAIN_MS", "500"));

    private static ScenarioResult Result(
        int companies,
        double maximum,
        IReadOnlyList<(TimeSpan Due, TimeSpan Taken)> answers,
        IReadOnlyList<(TimeSpan At, int InFlight)> samples,
        long repeats,
        (TimeSpan Stopped, TimeSpan Gone, TimeSpan Ready) at)
    {
        var before = Of(answers.Where(a => a.Due > Start && a.Due < at.Stopped - Window), at.Stopped - Window - Start);
        var windows = answers.GroupBy(a => (int)(a.Due / Window)).OrderBy(g => g.Key).Select(g => (From: g.Key * Window, Of(g, Window).P99Ms)).ToArray();
        var calm = Enumerable.Range(0, windows.Length - CalmWindows)
            .Where(i => windows[i].From >= at.Gone && windows.Skip(i).Take(CalmWindows).All(w => w.P99Ms <= before.P99Ms * SlowerThanBefore))
            .Select(i => (TimeSpan?)windows[i].From).FirstOrDefault();
        int Peak(Func<TimeSpan, bool> when) => samples.Where(s => when(s.At)).Select(s => s.InFlight).DefaultIfEmpty().Max();
        var noted = string.Join(", ", windows.Where(w => w.From >= at.Ready - Window).Take(40).Select(w => FormattableString.Invariant($"{w.P99Ms:N0}")));
        return new ScenarioResult(
            "recovery",
            new Dictionary<string, Measurement> { [Rounds.Product] = before },
            new Dictionary<string, Ratio>(),
            [
                $"{companies:N0} companies, {OneWriteIn - 1} reads of a company for a write of one event, at {ShareOfMaximum:P0} of {maximum:N0} requests a second; callers send again what found no server ({repeats:N0} times)",
                $"told to stop, it was gone after {(at.Gone - at.Stopped).TotalMilliseconds:N0} ms; the next one was ready {(at.Ready - at.Gone).TotalMilliseconds:N0} ms later",
                $"p99 in ms of requests that were due in each {Window.TotalMilliseconds:N0} ms from then on: {noted}",
                calm is null ? "callers still noticed it when the load ended: the times are the least that it takes" : $"calm: p99 within {SlowerThanBefore:N0} × of before, for {CalmWindows} windows in a row",
                "the product's line is before the restart",
            ],
            Comparison.OfProduct)
        {
            Recovery = new RecoveryTrack(
                at.Stopped.TotalMilliseconds,
                at.Ready.TotalMilliseconds,
                (calm ?? answers[^1].Due).TotalMilliseconds,
                [.. windows.Select(w => new TrackPoint(w.From.TotalMilliseconds, w.P99Ms))],
                [.. samples.Select(s => new TrackPoint(s.At.TotalMilliseconds, s.InFlight))]),
            Figures =
            [
                new Figure("recoveredAfterReadyMs", ((calm ?? answers[^1].Due) - at.Ready).TotalMilliseconds, "ms"),
                new Figure("recoveredAfterStopMs", ((calm ?? answers[^1].Due) - at.Stopped).TotalMilliseconds, "ms"),
                new Figure("statementsInFlightBefore", Peak(t => t < at.Stopped), ""),
                new Figure("statementsInFlightAfter", Peak(t => t >= at.Gone), ""),
            ],
        };
    }

    private static Measurement Of(IEnumerable<(TimeSpan Due, TimeSpan Taken)> answers, TimeSpan elapsed) =>
        Measurement.Of([answers.Select(a => (long)(a.Taken.TotalSeconds * Stopwatch.Frequency)).ToList()], elapsed);
}
