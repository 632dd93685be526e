using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The actors of this process. Reads take the committed view past the mailboxes; everything else runs on a turn of the company's. A
/// cancelled caller stops waiting; what it asked for goes on.
/// </summary>
internal sealed class InProcessUsageClient(
    INodeLease lease, ActorDirectory<CompanyShell> companies, ControlPlane control, EngineOptions options) : IUsageClient, IActorCalls
{
    private static readonly RecordOutcome Unknown = RecordOutcome.Rejected(RejectionCodes.UnknownCompany, "companyId");

    private readonly ConcurrentDictionary<string, AtsActor> _ats = new(StringComparer.Ordinal);

    // An ATS asks with the same lists until its members change.
    private readonly ConditionalWeakTable<IReadOnlyList<string>, FoundCompanies> _found = [];

    public ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        if (companies.TryEnter(report.CompanyId) is not { } cell)
            return RecordColdAsync(report, cancellationToken);
        var call = new RecordCall(cell, report);
        cell.Mailbox.Post(RecordCall.Begin, call);
        return new(call.Task.WaitAsync(cancellationToken));
    }

    private async ValueTask<RecordOutcome> RecordColdAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(report.CompanyId, actor => actor.RecordAsync(report), cancellationToken);
        }
        catch (UnknownCompanyException)
        {
            return Unknown;
        }
    }

    public async ValueTask<IReadOnlyList<RecordOutcome>> RecordAsync(
        string companyId, IReadOnlyList<UsageEvent> reports, bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(companyId, actor => actor.RecordAsync(reports, dryRun), cancellationToken);
        }
        catch (UnknownCompanyException)
        {
            var unknown = new RecordOutcome[reports.Count];
            Array.Fill(unknown, Unknown);
            return unknown;
        }
    }

    public ValueTask<CompanyReport> ReportCompanyAsync(string companyId, TimeRange range, CancellationToken cancellationToken) =>
        companies.Find(companyId)?.Actor.ViewUnder(HeldTerm()) is { } view
            ? new(view.Report(range))
            : ReportColdAsync(companyId, range, cancellationToken);

    // Apart, so that only a cold read makes a closure.
    private ValueTask<CompanyReport> ReportColdAsync(string companyId, TimeRange range, CancellationToken cancellationToken) =>
        ReadColdAsync(companyId, range, view => view.Report(range), cancellationToken);

    public async ValueTask<AtsReport?> ReportAtsAsync(string atsId, TimeRange range, CancellationToken cancellationToken)
    {
        try
        {
            if (!_ats.TryGetValue(atsId, out var actor))
            {
                // Only an ATS that exists is given a place.
                if (await control.FindAtsAsync(atsId, cancellationToken) is null)
                    return null;
                if (_ats.Count >= options.AtsMax)
                    _ats.Clear();
                actor = _ats.GetOrAdd(atsId, id => new AtsActor(id, control, this, options.Ats));
            }

            return await actor.ReportAsync(range, cancellationToken);
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
    }

    public ValueTask<ChangeOutcome> ChangeCompanyAsync(
        string companyId, CompanyUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(companyId, actor => actor.ChangeAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> OverridePriceAsync(
        string companyId, PriceRuleUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(companyId, actor => actor.OverridePriceAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> AssignPlanAsync(
        string companyId, PlanAssignmentUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(companyId, actor => actor.AssignPlanAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> AddTransactionAsync(
        string companyId, BillingTransaction transaction, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(companyId, actor => actor.AddTransactionAsync(transaction, stamp), cancellationToken);

    public async ValueTask<TransactionPage> TransactionsAsync(string companyId, TransactionQuery query, CancellationToken cancellationToken) =>
        await CallAsync(companyId, actor => actor.TransactionsAsync(query), cancellationToken);

    public async ValueTask<Entitlement> EntitlementAsync(string companyId, EntitlementQuestion question, CancellationToken cancellationToken) =>
        await CallAsync(companyId, actor => actor.EntitlementAsync(question), cancellationToken);

    public ValueTask<CorrectionOutcome> CorrectAsync(
        string companyId, IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp, CancellationToken cancellationToken) =>
        CallAsync(companyId, actor => actor.CorrectAsync(requests, stamp), cancellationToken);

    public ValueTask<RowPage> RowsAsync(string companyId, RowQuery query, CancellationToken cancellationToken) =>
        CallAsync(companyId, actor => actor.RowsAsync(query), cancellationToken);

    public ValueTask<EventRecord?> FindEventAsync(string companyId, string eventId, CancellationToken cancellationToken) =>
        CallAsync(companyId, actor => actor.FindEventAsync(eventId), cancellationToken);

    public async ValueTask<CompanySettings> SettingsAsync(string companyId, CancellationToken cancellationToken) =>
        await CallAsync(companyId, static actor => Task.FromResult(actor.Settings), cancellationToken);

    public IReadOnlyList<IReadOnlyList<int>> GroupByNode(IReadOnlyList<string> companyIds) => [];

    public ValueTask<IReadOnlyList<CompanyReport>> ReportAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CancellationToken cancellationToken)
    {
        // One look at the lease, after the call has arrived, serves every company of it.
        var held = HeldTerm();
        if (!_found.TryGetValue(companyIds, out var found))
            found = _found.GetValue(companyIds, ids => new FoundCompanies(ids, companies));
        List<int>? cold = null;
        var answers = found.Report(range, held, ref cold);
        return cold is null ? new(answers) : ReportColdAsync(companyIds, range, answers, cold, cancellationToken);
    }

    private ValueTask<IReadOnlyList<CompanyReport>> ReportColdAsync(
        IReadOnlyList<string> companyIds, TimeRange range, CompanyReport[] answers, List<int> cold, CancellationToken cancellationToken) =>
        ReadColdAsync(companyIds, range, view => view.Report(range), answers, cold, cancellationToken);

    public ValueTask<IReadOnlyList<CompanyLines>> LinesAsync(
        IReadOnlyList<string> companyIds, LinesQuery query, CancellationToken cancellationToken) =>
        ReadAsync(companyIds, view => view.Figures(query), cancellationToken);

    private ValueTask<IReadOnlyList<T>> ReadAsync<T>(
        IReadOnlyList<string> companyIds, Func<CompanyView, T> read, CancellationToken cancellationToken)
    {
        // One look at the lease, after the call has arrived, serves every company of it.
        var held = HeldTerm();
        var answers = new T[companyIds.Count];
        List<int>? cold = null;
        for (var i = 0; i < answers.Length; i++)
        {
            if (companies.Find(companyIds[i])?.Actor.ViewUnder(held) is { } view)
                answers[i] = read(view);
            else
                (cold ??= []).Add(i);
        }

        return cold is null ? new(answers) : ReadColdAsync(companyIds, range: null, read, answers, cold, cancellationToken);
    }

    /// <summary>The term that the node holds now. Throws <see cref="RetryableException"/>: without one, nothing in memory may be shown.</summary>
    private LeaseTerm HeldTerm() => lease.Current is { IsHeld: true } term
        ? term
        : throw new RetryableException(RetryableFailure.Unavailable, "The node holds no lease on the ledger.");

    private static RetryableException Unavailable(LedgerUnavailableException failure) =>
        new(RetryableFailure.Unavailable, "The store cannot be used.", failure);

    private async ValueTask<IReadOnlyList<T>> ReadColdAsync<T>(
        IReadOnlyList<string> companyIds, TimeRange? range, Func<CompanyView, T> read, T[] answers, List<int> cold, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ColdReadsInParallelMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            cold, parallel, async (position, stop) => answers[position] = await ReadColdAsync(companyIds[position], range, read, stop));
        return answers;
    }

    // With the uses that a report of the range needs, or all.
    private async ValueTask<T> ReadColdAsync<T>(string companyId, TimeRange? range, Func<CompanyView, T> read, CancellationToken cancellationToken)
    {
        // An actor that broke between its activation and the look at its view is replaced by the second round.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var cell = await companies.EnterAsync(companyId, cancellationToken);
            try
            {
                var actor = cell.Actor.Actor;
                if ((actor.View ?? await cell.Mailbox.RunAsync(() => actor.ViewAsync(range).AsTask()).WaitAsync(cancellationToken)) is { } view)
                    return read(view);
            }
            finally
            {
                cell.Exit();
            }
        }

        throw new RetryableException(RetryableFailure.Fenced, "The company's activation broke.");
    }

    /// <summary>
    /// The cache forgets what changed before the change is answered, and also when nobody waits for the answer any more; also after a change of
    /// nothing, since an earlier call may have made it and failed to hear of it.
    /// </summary>
    private ValueTask<ChangeOutcome> ChangeAsync(
        string companyId, Func<CompanyActor, Task<ChangeOutcome>> call, CancellationToken cancellationToken) =>
        CallAsync(
            companyId,
            async actor =>
            {
                var outcome = await call(actor);
                await SyncAsync();
                return outcome;
            },
            cancellationToken);

    private async Task SyncAsync()
    {
        try
        {
            await control.SyncAsync(CancellationToken.None);
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
    }

    private async ValueTask<T> CallAsync<T>(string companyId, Func<CompanyActor, Task<T>> call, CancellationToken cancellationToken)
    {
        var cell = await companies.EnterAsync(companyId, cancellationToken);
        var running = cell.Mailbox.RunAsync(async () =>
        {
            try
            {
                return await call(cell.Actor.Actor).ConfigureAwait(false);
            }
            finally
            {
                // Here and not in the caller, who may leave earlier.
                cell.Exit();
            }
        });
        return await running.WaitAsync(cancellationToken);
    }
}
