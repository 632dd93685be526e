using UsageCluster.Simulation.Checks;
using UsageCluster.Simulation.Clients;
using UsageCluster.Simulation.Faults;
using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Runs;

/// <summary>Runs one schedule, from the cluster's start until every call is decided and everything was read once more.</summary>
internal static class Simulation
{
    /// <summary>Once the faults have ended, so many turns must be enough for every call.</summary>
    private const int CalmStepsMax = 60_000;

    /// <param name="schedule">What is done.</param>
    /// <param name="product">What it is done to; null: the product as it is.</param>
    /// <param name="print">Hears every line; null: only the last ones are kept.</param>
    public static RunResult Run(Schedule schedule, Product? product = null, Action<string>? print = null)
    {
        var trace = new Trace(print);
        var findings = new Findings();
        var cluster = new Cluster(schedule, product ?? new Product(), trace, e => findings.Add("failure", e.ToString()));
        var auditor = new Auditor(cluster, findings, trace);
        var workload = new Workload(cluster, auditor, trace);
        var saboteur = new Saboteur(cluster, trace);
        var (turns, isOver, left) = (cluster.Turns, false, schedule.Acts.Count);
        foreach (var act in schedule.Acts)
        {
            turns.After(act.At, cluster.Outside, () =>
            {
                left--;
                if (isOver)
                    return;
                if (act.IsFault)
                    saboteur.Do(act);
                else
                    workload.Begin(act);
            });
        }

        while (turns.Steps < schedule.Steps && (left > 0 || workload.Open > 0) && findings.First is null)
            Step();
        isOver = workload.IsCalm = true;
        trace.Say(turns.Now, "The faults end.");
        saboteur.Heal();
        Settle("calls were not decided");
        workload.ReadAll();
        Settle("what is left could not be read");
        trace.Say(turns.Now, "The end.");
        foreach (var company in cluster.Ledger.Companies)
        {
            foreach (var chained in company.Entries)
                trace.Add(BitConverter.ToInt64(chained.Hash));
        }

        return new RunResult(schedule, findings.First, trace.Hash, turns.Steps, turns.Now, turns.Skipped, [.. trace.Lines])
        {
            Decided = workload.Decided,
            Resent = workload.Resent,
            Faults = saboteur.Done,
            Entries = cluster.Ledger.Companies.Sum(c => c.Entries.Count),
            Views = auditor.Views,
            SharedStatements = cluster.Ledger.Statements.Count(companies => companies > 1),
        };

        void Settle(string what)
        {
            var last = turns.Steps + CalmStepsMax;
            while (workload.Open > 0 && findings.First is null)
            {
                Step();
                if (turns.Steps > last)
                    findings.Add("liveness", $"{workload.Open} {what} within {CalmStepsMax} steps of calm.");
            }
        }

        void Step()
        {
            if (!turns.Next())
                findings.Add("liveness", "Nothing will ever happen again.");
            auditor.Look();
        }
    }
}
