using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Simulation.Checks;
using UsageCluster.Simulation.Schedules;
using UsageCluster.Simulation.World;

namespace UsageCluster.Simulation.Clients;

/// <summary>
/// Clients and administrators: each act is a call that is sent again, to whatever node, until it is decided, as clients are told to do. Every answer that
/// a node gives is checked, also one that its client never gets.
/// </summary>
internal sealed class Workload(Cluster cluster, Auditor auditor, Trace trace)
{
    private static readonly TransactionQuery AllTransactions = new(null, null, null, 0, 10_000);

    /// <summary>How often the pause between two attempts may double: from 50 ms to 3.2 s.</summary>
    private const int PauseDoublesMax = 6;

    private readonly Answers _answers = new(auditor, cluster);

    /// <summary>Whether the faults have ended.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Calls that are not decided.</summary>
    public int Open { get; private set; }

    /// <summary>Calls that were decided.</summary>
    public int Decided { get; private set; }

    /// <summary>Times a call was sent again.</summary>
    public int Resent { get; private set; }

    public IReadOnlyList<int> Told => _answers.Told;

    public void Begin(Act act)
    {
        var rng = new Rng(act.Seed);
        Open++;
        _ = RunAsync(act, rng, rng.Pick(Cluster.CompanyIds));
    }

    /// <summary>Reads everything once more, also from activations that have no snapshot.</summary>
    public void ReadAll()
    {
        Open++;
        cluster.Outside.Post(() => _ = ReadAllAsync());
    }

    private static AuditStamp Stamp(string action) => new("key", action, "/companies");

    private async Task ReadAllAsync()
    {
        var all = new TimeRange(Instant.Earliest, Instant.Latest);
        var rng = cluster.Random.Split(4);
        foreach (var companyId in Cluster.CompanyIds)
        {
            var before = auditor.Begin(companyId);
            for (var life = 0; life < 2; life++)
            {
                await DecideAsync(
                    rng, companyId, $"read all of {companyId}", p => p.ReportAsync(companyId, all), report => auditor.Check(companyId, report, all, before));
                cluster.Snapshots.Lose(companyId);
                cluster.HomeOf(companyId).Current?.Process.Post(() => cluster.HomeOf(companyId).Current?.Activate(companyId));
            }
        }

        Open--;
    }

    private async Task RunAsync(Act act, Rng rng, string companyId)
    {
        var before = auditor.Begin(companyId);
        switch (act.Kind)
        {
            case ActKind.Record:
                await RecordAsync(act, rng, companyId, 1, dryRun: false, before);
                break;
            case ActKind.RecordBatch:
                await RecordAsync(act, rng, companyId, rng.Next(1, 13), dryRun: false, before);
                break;
            case ActKind.DryRun:
                await RecordAsync(act, rng, companyId, rng.Next(1, 6), dryRun: true, before);
                break;
            case ActKind.Correct:
                var requests = Enumerable.Range(0, rng.Next(1, 4)).Select(_ => Samples.Correction(rng.Next(60), act.No + 10)).ToArray();
                await DecideAsync(
                    rng, companyId, $"#{act.No} correct {string.Join(", ", requests.Select(r => $"{r.EventId} by {r.CorrectionId}"))} of {companyId}",
                    async p => await (await p.EnterAsync(companyId)).CorrectAsync(requests, Stamp("correct")),
                    outcome => _answers.Corrected(companyId, requests, outcome, before));
                break;
            case ActKind.AddTransaction:
                var transaction = Samples.Transaction(rng.Next(12), rng.OneIn(5) ? 1 : 0);
                await DecideAsync(
                    rng, companyId, $"#{act.No} transaction {transaction.Id} of {companyId}",
                    async p => await (await p.EnterAsync(companyId)).AddTransactionAsync(transaction, Stamp("transaction")),
                    outcome => _answers.Added(companyId, transaction, outcome));
                break;
            case ActKind.ReadTransactions:
                await DecideAsync(
                    rng, companyId, $"#{act.No} list transactions of {companyId}",
                    async p => await (await p.EnterAsync(companyId)).TransactionsAsync(AllTransactions),
                    page => _answers.Listed(companyId, page, before));
                break;
            case ActKind.ReadRows:
                var rows = new RowQuery { Range = Auditor.AnyRange(rng), Take = rng.Next(1, 20) };
                await DecideAsync(
                    rng, companyId, $"#{act.No} rows of {companyId}", async p => await (await p.EnterAsync(companyId)).RowsAsync(rows),
                    page => _answers.Paged(companyId, page, rows.Range, before));
                break;
            case ActKind.FindEvent:
                var eventId = $"e{rng.Next(act.No + 10)}";
                await DecideAsync(
                    rng, companyId, $"#{act.No} find {eventId} of {companyId}", async p => await (await p.EnterAsync(companyId)).FindEventAsync(eventId),
                    found => _answers.Found(companyId, eventId, found, before));
                break;
            case ActKind.ReadCompany:
                var range = Auditor.AnyRange(rng);
                await DecideAsync(
                    rng, companyId, $"#{act.No} report of {companyId}", p => p.ReportAsync(companyId, range),
                    report => auditor.Check(companyId, report, range, before));
                break;
            case ActKind.ReadAts:
                await ReadAtsAsync(act, rng);
                break;
            default:
                await AdministerAsync(act, rng, companyId);
                break;
        }

        Open--;
        Decided++;
    }

    private async Task RecordAsync(Act act, Rng rng, string companyId, int count, bool dryRun, Before before)
    {
        var reports = Enumerable.Range(0, count)
            .Select(_ => Samples.Event(companyId, rng.Next(act.No + 10), rng.OneIn(10) ? 1 : 0))
            .Select(e => dryRun && rng.OneIn(2) ? e with { EventId = "tried-" + e.EventId } : e)
            .ToArray();
        if (!dryRun)
            auditor.Sent(reports);
        var what = $"#{act.No} {(dryRun ? "try out" : "record")} {string.Join(", ", reports.Select(r => r.EventId))} of {companyId}";
        if (act.Kind == ActKind.Record)
        {
            await DecideAsync(
                rng, companyId, what, async p => await (await p.EnterAsync(companyId)).RecordAsync(reports[0]),
                outcome => _answers.Recorded(companyId, reports, [outcome], dryRun, before));
        }
        else
        {
            await DecideAsync(
                rng, companyId, what, async p => await (await p.EnterAsync(companyId)).RecordAsync(reports, dryRun),
                outcomes => _answers.Recorded(companyId, reports, outcomes, dryRun, before));
        }
    }

    private async Task ReadAtsAsync(Act act, Rng rng)
    {
        var (atsId, range) = (rng.Pick(Cluster.AtsIds), Auditor.AnyRange(rng));
        await DecideAsync(rng, null, $"#{act.No} report of ATS {atsId}", p => p.ReportAtsAsync(atsId, range), () =>
        {
            // Its own beginning for each time it is sent: the members are those of that time.
            var before = Cluster.CompanyIds.ToDictionary(id => id, auditor.Begin, StringComparer.Ordinal);
            return report => _answers.Reported(atsId, report, range, before);
        });
    }

    private async Task AdministerAsync(Act act, Rng rng, string companyId)
    {
        switch (act.Kind)
        {
            case ActKind.ChangeCompany:
                var update = new CompanyUpdate(
                    $"name {rng.Next(3)}",
                    rng.OneIn(2) ? BillingSystem.Minutes : BillingSystem.Credits,
                    rng.OneIn(3) ? null : Auditor.AnyInstant(rng),
                    rng.OneIn(4) ? Auditor.AnyInstant(rng) : null);
                await ChangeAsync(act, rng, companyId, a => a.ChangeAsync(update, Stamp("put")));
                break;
            case ActKind.OverridePrice:
                var price = new PriceRuleUpdate(
                    rng.OneIn(2) ? "sales" : PriceRule.AnyFocus, rng.Next(5) * 500_000, 0, rng.Next(5) * 123_457, Auditor.AnyInstant(rng));
                await ChangeAsync(act, rng, companyId, a => a.OverridePriceAsync(price, Stamp("price")));
                break;
            case ActKind.AssignPlan:
                var assignment = new PlanAssignmentUpdate(rng.Pick(Cluster.PlanIds), rng.OneIn(2) ? null : Auditor.AnyInstant(rng));
                await ChangeAsync(act, rng, companyId, a => a.AssignPlanAsync(assignment, Stamp("plan")));
                break;
            case ActKind.AddRule:
                var (focus, perMinute, from) = (rng.OneIn(2) ? "sales" : PriceRule.AnyFocus, rng.Next(9) * 111_111, Auditor.AnyInstant(rng));
                await WriteAsync(act, rng, rows => rows.AddRule(focus, 250_000, perMinute, from));
                break;
            case ActKind.AddPlan:
                var (planId, fee) = (rng.Pick(Cluster.PlanIds), rng.Next(40) * 1_000_000L);
                await WriteAsync(act, rng, rows => rows.AddPlan(rows.Rates.Plans.Versions(planId)[^1] with { Since = cluster.Now, MonthlyFeeMicro = fee }));
                break;
            case ActKind.PutAts:
                var members = Cluster.CompanyIds.Where(_ => rng.OneIn(2)).ToArray();
                var atsId = rng.Pick(Cluster.AtsIds);
                await WriteAsync(act, rng, rows => rows.PutAts(atsId, members));
                break;
            default:
                throw new InvalidOperationException($"Clients do not {act.Kind}.");
        }
    }

    private async Task ChangeAsync(Act act, Rng rng, string companyId, Func<CompanyActor, Task<ChangeOutcome>> change)
    {
        var what = $"#{act.No} {act.Kind} of {companyId}";
        await DecideAsync(
            rng, companyId, what,
            async p => await p.ThenSyncAsync(await change(await p.EnterAsync(companyId))),
            outcome => _answers.Changed(what, outcome));
    }

    private Task WriteAsync(Act act, Rng rng, Action<ControlRows> write) => DecideAsync(
        rng, null, $"#{act.No} {act.Kind}",
        p => NodeProcess.UnavailableAsRetryable(async () => await p.ThenSyncAsync(await p.Control.WriteAsync(write))),
        static _ => { });

    private Task DecideAsync<T>(Rng rng, string? companyId, string what, Func<NodeProcess, Task<T>> call, Action<T> told) =>
        DecideAsync(rng, companyId, what, call, () => told);

    /// <param name="rng">The act's stream.</param>
    /// <param name="companyId">The company that it is about; null: any node will do.</param>
    /// <param name="what">In words.</param>
    /// <param name="call">What the node does.</param>
    /// <param name="sending">Called each time it is sent; what it returns hears of each answer to that.</param>
    private async Task DecideAsync<T>(Rng rng, string? companyId, string what, Func<NodeProcess, Task<T>> call, Func<Action<T>> sending)
    {
        for (var attempt = 0; ; attempt++)
        {
            // Mostly where the company is at home. In calm always: nodes that take a company from each other at every call would never wait for each
            // other's leases to the end.
            var node = companyId is null || (!IsCalm && rng.OneIn(12)) ? rng.Pick(cluster.Nodes) : cluster.HomeOf(companyId);
            trace.Say(cluster.Turns.Now, $"{what} at {node.Name}");
            try
            {
                await cluster.Network.CallAsync(node, call, sending());
                trace.Say(cluster.Turns.Now, $"{what}: decided");
                return;
            }
            catch (RetryableException failure)
            {
                Resent++;
                trace.Say(cluster.Turns.Now, $"{what}: {failure.Failure}, {failure.Message}");
            }

            await PauseAsync(rng.Micros(1_000, 50_000 << Math.Min(attempt, PauseDoublesMax)));
        }
    }

    private Task PauseAsync(TimeSpan pause)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Turns.After(pause, cluster.Outside, over.SetResult);
        return over.Task;
    }
}
