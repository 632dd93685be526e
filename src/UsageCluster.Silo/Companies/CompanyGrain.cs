using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Grains;
using UsageCluster.Grains.Recording;
using UsageCluster.Silo.Placement;

namespace UsageCluster.Silo.Companies;

/// <summary>
/// The shell of one company's actor: its turns, its life and its errors as they travel. What could be wrong about usage is in the actor.
/// </summary>
[GrainType(TypeName), RendezvousPlacement]
internal sealed class CompanyGrain(CompanyNode node) : Grain, ICompanyGrain, IActiveCompany
{
    /// <summary>The grain's type in the cluster. Fixed: it is in every address.</summary>
    public const string TypeName = "company";

    private CompanyActor? _actor;
    private ExceptionDispatchInfo? _failure;
    private bool _isBroken;
    private volatile bool _wasUsed;

    public CompanyActor? Actor => Volatile.Read(ref _actor);

    public string CompanyId => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var actor = node.NewActor(CompanyId);
        try
        {
            await node.Gate.RunAsync(CompanyId, () => actor.ActivateAsync(cancellationToken), cancellationToken);
            Volatile.Write(ref _actor, actor);
            node.Registry.Add(this, GrainContext.Deactivated);
        }
#pragma warning disable CA1031 // It belongs to the callers: an activation that throws would reach them as an error of the cluster.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(ForTheWire(failure, RetryableFailure.Unavailable));
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_actor is not { } actor)
            return;
        await actor.DeactivateAsync(cancellationToken);
        node.Registry.Remove(this);
    }

    public ValueTask<RecordOutcome> RecordAsync(UsageEvent report)
    {
        UsageEventCheck.ThrowIfInvalid(report);
        return CallAsync(actor => actor.RecordAsync(report));
    }

    public ValueTask<ImmutableArray<RecordOutcome>> RecordBatchAsync(RecordBatch batch)
    {
        UsageEventCheck.ThrowIfInvalid(batch);
        return CallAsync(async actor => ImmutableArray.CreateRange(await actor.RecordAsync(batch.Events, batch.DryRun)));
    }

    public ValueTask<CompanyReport> ReportAsync(TimeRange range) => ReadViewAsync(range, view => view.Report(range));

    public ValueTask<CompanyLines> LinesAsync(LinesQuery query) => ReadViewAsync(range: null, view => view.Figures(query));

    public ValueTask<ChangeOutcome> ChangeAsync(CompanyUpdate update, AuditStamp stamp) => ChangeAsync(actor => actor.ChangeAsync(update, stamp));

    public ValueTask<ChangeOutcome> OverridePriceAsync(PriceRuleUpdate update, AuditStamp stamp) =>
        ChangeAsync(actor => actor.OverridePriceAsync(update, stamp));

    public ValueTask<ChangeOutcome> AssignPlanAsync(PlanAssignmentUpdate update, AuditStamp stamp) =>
        ChangeAsync(actor => actor.AssignPlanAsync(update, stamp));

    public ValueTask<ChangeOutcome> AddTransactionAsync(BillingTransaction transaction, AuditStamp stamp) =>
        ChangeAsync(actor => actor.AddTransactionAsync(transaction, stamp));

    public ValueTask<TransactionPage> TransactionsAsync(TransactionQuery query) => CallAsync(actor => actor.TransactionsAsync(query));

    public ValueTask<Entitlement> EntitlementAsync(EntitlementQuestion question) =>
        CallAsync(actor => actor.EntitlementAsync(question), RetryableFailure.Unavailable);

    public ValueTask<CorrectionOutcome> CorrectAsync(CorrectionCall call, AuditStamp stamp) =>
        CallAsync(actor => actor.CorrectAsync(call.Requests, stamp));

    public ValueTask<RowPage> RowsAsync(RowQuery query) => CallAsync(actor => actor.RowsAsync(query), RetryableFailure.Unavailable);

    public ValueTask<EventAnswer> FindEventAsync(string eventId) =>
        CallAsync(async actor => new EventAnswer(await actor.FindEventAsync(eventId)), RetryableFailure.Unavailable);

    public ValueTask<CompanySettings> SettingsAsync() => ReadAsync(static actor => actor.Settings);

    public Task<RecordOutcome?> RecordAsync(UsageEvent report, bool onlyPromptly)
    {
        NoteUse();
        var call = new DirectRecord(this, report, onlyPromptly);
        GrainContext.Scheduler.QueueAction(DirectRecord.Begin, call);
        return call.Task;
    }

    public void NoteUse()
    {
        // Readers on every core share the line as long as nobody writes.
        if (!_wasUsed)
            _wasUsed = true;
    }

    public bool TakeUse()
    {
        if (!_wasUsed)
            return false;
        _wasUsed = false;
        return true;
    }

    public void Keep(TimeSpan time) => GrainContext.Scheduler.QueueAction(() => DelayDeactivation(time));

    public void GiveUp(string why) =>
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why), CancellationToken.None);

    private void Break()
    {
        if (!_isBroken)
            node.Gate.NoteBroken(CompanyId);
        _isBroken = true;
        GiveUp("The company's activation is broken.");
    }

    // Not only given up: callers with an old address would have it begin here again.
    public void SendHome() => GrainContext.Migrate(null, CancellationToken.None);

    /// <summary>The node forgets what changed before the change is answered, also where nobody waits for the answer any more.</summary>
    private ValueTask<ChangeOutcome> ChangeAsync(Func<CompanyActor, Task<ChangeOutcome>> change) => CallAsync(async actor =>
    {
        var outcome = await change(actor);
        await node.Control.SyncAsync(CancellationToken.None);
        return outcome;
    });

    private ValueTask<T> ReadAsync<T>(Func<CompanyActor, T> read) =>
        CallAsync(actor => Task.FromResult(read(actor)), RetryableFailure.Unavailable);

    // With the uses that a report of the range needs, or all.
    private ValueTask<T> ReadViewAsync<T>(TimeRange? range, Func<CompanyView, T> read) => CallAsync(
        async actor => await actor.ViewAsync(range) is { } view
            ? read(view)
            : throw new RetryableException(RetryableFailure.Fenced, "The company's activation shows nothing any more."),
        RetryableFailure.Unavailable);

    private async ValueTask<T> CallAsync<T>(Func<CompanyActor, Task<T>> call, RetryableFailure otherwise = RetryableFailure.UnknownOutcome)
    {
        if (_actor is not { } actor)
        {
            // What could not be activated is not kept: the next call tries anew.
            GiveUp("The company could not be activated.");
            _failure!.Throw();
            return default!;
        }

        try
        {
            return await call(actor);
        }
        catch (Exception failure) when (failure is not ArgumentException)
        {
            throw ForTheWire(failure, otherwise);
        }
        finally
        {
            if (actor.IsBroken)
                Break();
        }
    }

    /// <summary>The failure of a write as its caller is told; the activation ends if it is broken. On any thread.</summary>
    internal Exception Failed(Exception failure)
    {
        GrainContext.Scheduler.QueueAction(() =>
        {
            if (_actor!.IsBroken)
                Break();
        });
        return failure is ArgumentException ? failure : ForTheWire(failure, RetryableFailure.UnknownOutcome);
    }

    /// <summary>Failures as callers of every silo and version understand them.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="otherwise">What it means to the call where nothing better is known: an activation that failed and a read wrote nothing.</param>
    internal static Exception ForTheWire(Exception failure, RetryableFailure otherwise) => failure switch
    {
        // The ledger's corruption is not to be mended by a repeat.
        RetryableException or UnknownCompanyException or CorruptedLedgerException => failure,
        LedgerUnavailableException => new RetryableException(RetryableFailure.Unavailable, "The store cannot be used."),
        OperationCanceledException => new RetryableException(RetryableFailure.ShuttingDown, "The company is being given up."),
        _ => new RetryableException(otherwise, $"The company's activation failed: {failure.GetType().Name}."),
    };
}
