using UsageCluster.Soak.Faults;
using UsageCluster.Soak.Load;
using UsageCluster.Soak.Measures;
using UsageCluster.Soak.Reports;
using UsageCluster.Soak.Servers;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Soak.Runs;

/// <summary>The run on one kind of store, from the start of its servers to their end.</summary>
internal static class StoreSoak
{
    /// <summary>For how long after the load calls are repeated that were not answered.</summary>
    private static readonly TimeSpan SettlingMax = TimeSpan.FromSeconds(60);

    /// <summary>For how long calls of the checks after it are.</summary>
    private static readonly TimeSpan CheckingMax = TimeSpan.FromMinutes(10);

    public static async Task<StoreReport> RunAsync(string store, SoakOptions options, TextWriter output, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(store);
        await using var receiver = await WebhookReceiver.StartAsync();
        var start = DateTime.UtcNow;
        Group[] groups = [new(world.Steady.Name, start), new(world.Exposed.Name, start)];
        // Looking at an alert takes its company to the server that looks: with several servers on one database it would wander.
        var webhook = world.Postgres is null ? receiver.Url : null;
        await groups[0].ProvisionAsync(world.Steady.Url, webhook);
        await groups[1].ProvisionAsync(world.Exposed.Url, webhook);

        var clock = new RunClock();
        var findings = new Findings();
        var calls = new CallLog();
        var faults = new FaultLog();
        using var caller = new Caller(calls, findings, clock);
        using var end = new CancellationTokenSource(options.Duration + SettlingMax);
        var reads = new Reads(caller, findings);
        var load = new MixedLoad(options.Seed, groups, new Writes(caller, findings, end.Token), reads);
        var loop = new OpenLoop(options.Rate, clock);
        var sampler = new Sampler(world, clock);
        var saboteur = new Saboteur(world, groups[1], loop, load, faults, findings, clock, options);

        var sampling = sampler.RunAsync(options.Duration);
        var faulting = saboteur.RunAsync(FaultSchedule.Make(options.Seed, store, options.Duration));
        var underWay = await loop.RunAsync(options.Duration, load.NextAsync, cancellationToken);
        await Task.WhenAll(underWay.Append(sampling).Append(faulting));
        IReadOnlyList<CallSample> measured = [.. calls.Samples.Where(c => c.Due < options.Duration)];
        await output.WriteLineAsync($"{store}: the load is over; checking.");

        using var checkingEnd = new CancellationTokenSource(CheckingMax);
        var checks = new FinalChecks(groups, caller, findings, clock, checkingEnd.Token);
        var events = await checks.EventsAsync(new Random(options.Seed));
        await checks.AlertsAsync(receiver, load.Alerts.Keys);
        var audit = await checks.AuditAsync(world);
        await checks.StopAsync(world);
        var ofSteady = groups[0].All.Sum(c => c.Events.Count);
        return StoreReport.Make(
            options,
            new StoreRun(store, measured, faults.Windows, sampler.Samples, findings)
            {
                Heap = sampler.Heap,
                Events = events,
                SteadyEvents = world.Postgres is null ? ofSteady : events,
                ExactReads = reads.Exact,
                BoundedReads = reads.Bounded,
                Alerts = load.Alerts.Count,
                Audit = audit,
            });
    }
}
