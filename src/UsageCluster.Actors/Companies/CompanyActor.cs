using UsageCluster.Actors.Control;
using UsageCluster.Actors.Diagnostics;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// One activation of one company: the only writer of its ledger while it holds its epoch. Turn-based: its shell runs every call and
/// continuation one at a time, on one synchronization context or scheduler; calls interleave at awaits. Calls wait in one bounded queue
/// with one flush or change in flight; what came first is decided first.
/// </summary>
public sealed partial class CompanyActor
{
    private readonly CompanyServices _services;
    private readonly CompanyWriter _writer;
    private readonly CompanyChanges _changes;
    private readonly CompanyQueue _queue;
    private CompanyState? _state;
    private MissingUses? _missing;

    // Null while uses are missing.
    private SnapshotKeeper? _snapshots;
    private Task _pump = Task.CompletedTask;
    private bool _isPumping;
    private int _eventsTriedOut;
    private AckGate? _gate;
    private volatile Tenure? _tenure;
    private volatile CompanyActorStatus _status = CompanyActorStatus.New;

    /// <summary>An activation, not active yet.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="services">What the node's actors share.</param>
    public CompanyActor(string companyId, CompanyServices services)
    {
        services.Options.Validate();
        CompanyId = companyId;
        _services = services;
        _writer = new CompanyWriter(services);
        _changes = new CompanyChanges(companyId, services);
        _queue = new CompanyQueue(services.Options);
    }

    /// <summary>The company.</summary>
    public string CompanyId { get; }

    /// <summary>
    /// The committed view, for readers on any thread; null before activation, while uses are in the snapshot alone (<see cref="ViewAsync"/>), once the actor is
    /// broken or deactivated, and while the node's lease is not held (two looks at clocks).
    /// </summary>
    public CompanyView? View => _tenure is { IsHeld: true } ? Committed.View : null;

    /// <summary>The same for readers that ask again and again; it does not keep the actor.</summary>
    public CommittedView Committed { get; } = new();

    /// <summary>
    /// Whether another activation has taken over, a write's outcome is unknown or the node's lease has ended: it refuses every call, and its
    /// shell makes a new activation.
    /// </summary>
    public bool IsBroken => _status is CompanyActorStatus.Fenced or CompanyActorStatus.UnknownOutcome || _tenure is { IsOver: true };

    /// <summary>Whether calls are in progress or queued, so that the shell should not deactivate it as idle. On the actor's turn only.</summary>
    public bool IsBusy => _isPumping || _eventsTriedOut > 0;

    /// <summary>Whether it does not refuse a call that comes now. On the actor's turn only.</summary>
    public bool TakesCalls => _status == CompanyActorStatus.Active && !_tenure!.IsOver;

    /// <summary>Whether an event that comes now goes with the next append: nothing else has to be waited for. On the actor's turn only.</summary>
    public bool IsPrompt => TakesCalls && _gate!.IsOpen && _queue.Events < _services.Options.AppendEventsMax;

    /// <summary>See <see cref="IUsageClient"/>; as committed. On the actor's turn only. Throws <see cref="RetryableException"/>.</summary>
    public CompanySettings Settings => TakesCalls && _tenure!.IsHeld ? CompanySettings.Of(_state!.Books) : throw Refusal();

    /// <inheritdoc cref="CommittedView.Under(LeaseTerm)"/>
    public CompanyView? ViewUnder(LeaseTerm held) => Committed.Under(held);

    /// <summary>
    /// Takes an epoch and recovers from snapshot and tail. Throws <see cref="UnknownCompanyException"/>,
    /// <see cref="CorruptedLedgerException"/>, <see cref="RetryableException"/>. An actor is activated once; one that failed to is of no use.
    /// </summary>
    public async Task ActivateAsync(CancellationToken cancellationToken)
    {
        if (_services.Lease.Current is not { IsHeld: true } term)
            throw CompanyRefusals.NoLease();
        var tenure = term.Begin(CompanyId);
        _tenure = tenure;
        Committed.Tenure = tenure;
        var recovery = new CompanyRecovery(CompanyId, tenure, _services);
        try
        {
            _state = await recovery.RunAsync(cancellationToken);
            if (tenure.IsOver)
                throw Refusal();
        }
        catch (Exception exception)
        {
            tenure.Leave();
            if (exception is CorruptedLedgerException)
                _services.Logger.LedgerCorrupted(CompanyId, exception);
            if (exception is CorruptedLedgerException or UnknownCompanyException or RetryableException || cancellationToken.IsCancellationRequested)
                throw;
            _services.Logger.ActivationFailed(CompanyId, exception);
            throw new RetryableException(RetryableFailure.Unavailable, "The company's ledger could not be read.", exception);
        }

        _gate = new AckGate(tenure, _state.CompanyNo, recovery.AckWait, _services);
        _missing = new MissingUses(CompanyId, _state, recovery, _services, ShowWhole);
        _status = CompanyActorStatus.Active;
        _missing.TellIfWhole();
    }

    /// <summary>As the other overload, for a single event and always booking.</summary>
    public Task<RecordOutcome> RecordAsync(UsageEvent report) => TaskRecordCall.RunAsync(this, report);

    /// <summary>As <see cref="RecordAsync(UsageEvent)"/>, for a call that is told what became of its event.</summary>
    public void Record(IRecordCall call)
    {
        ThrowIfForeign(call.Report);
        if (TakesCalls)
            Enqueue(new PendingSingle(call));
        else
            call.Fail(Refusal());
    }

    /// <summary>
    /// See <see cref="IUsageClient"/>. The task completes after the commit and after the new view is published. A call of which some event
    /// cannot be decided fails as a whole with a <see cref="RetryableException"/>; what was booked of it stays.
    /// </summary>
    public Task<IReadOnlyList<RecordOutcome>> RecordAsync(IReadOnlyList<UsageEvent> reports, bool dryRun)
    {
        foreach (var report in reports)
            ThrowIfForeign(report);
        if (!TakesCalls)
            return Task.FromException<IReadOnlyList<RecordOutcome>>(Refusal());
        if (reports.Count == 0)
            return Task.FromResult<IReadOnlyList<RecordOutcome>>([]);
        var call = new PendingBatch(reports);
        if (dryRun)
            return TryOutAsync(call);
        Enqueue(call);
        return call.Task;
    }

    /// <summary>See <see cref="IUsageClient"/>. The shell syncs the node's control plane before it answers.</summary>
    public Task<ChangeOutcome> ChangeAsync(CompanyUpdate update, AuditStamp stamp) =>
        EnqueueChange(new PendingChange((state, now) => _changes.ReplaceAsync(update, stamp, state, now)));

    /// <summary>See <see cref="IUsageClient"/>.</summary>
    public Task<ChangeOutcome> OverridePriceAsync(PriceRuleUpdate update, AuditStamp stamp) =>
        EnqueueChange(new PendingChange((state, now) => CompanyChanges.OverridePriceAsync(update, stamp, state, now)));

    /// <summary>See <see cref="IUsageClient"/>.</summary>
    public Task<ChangeOutcome> AssignPlanAsync(PlanAssignmentUpdate update, AuditStamp stamp) =>
        EnqueueChange(new PendingChange((state, now) => _changes.AssignPlanAsync(update, stamp, state, now)));

    /// <summary>See <see cref="IUsageClient"/>.</summary>
    public Task<ChangeOutcome> AddTransactionAsync(BillingTransaction transaction, AuditStamp stamp) =>
        EnqueueChange(new PendingChange((state, now) => CompanyChanges.AddTransactionAsync(transaction, stamp, state, now)));

    /// <summary>See <see cref="IUsageClient"/>.</summary>
    public async Task<CorrectionOutcome> CorrectAsync(IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp)
    {
        var corrections = new CompanyCorrections(_services, requests, stamp);
        await EnqueueChange(new PendingChange(corrections.PlanAsync));
        return corrections.Outcome;
    }

    /// <summary>
    /// Refuses new calls, flushes what is queued (what still waits for an older owner's lease is refused), snapshots where worth it, releases the
    /// epoch. Does not throw: when it is cancelled or the store fails, the next activation takes over without it.
    /// </summary>
    public async Task DeactivateAsync(CancellationToken cancellationToken)
    {
        if (_status != CompanyActorStatus.Active)
            return;
        _status = CompanyActorStatus.Deactivating;
        _gate!.Close();
        try
        {
            await _pump.WaitAsync(cancellationToken);
            if (IsBroken)
                return;
            if (_snapshots is null && _missing!.EntriesBehind >= _services.Options.SnapshotAtDeactivationEntriesMin)
                await _missing.TryCompleteAsync().WaitAsync(cancellationToken);
            if (_snapshots is not null)
                await _snapshots.CloseAsync(_state!, cancellationToken);
            Retire(CompanyActorStatus.Released);
            await _services.Ledger.ReleaseAsync(_state!.CompanyNo, _state.Epoch, cancellationToken);
        }
#pragma warning disable CA1031 // There is nobody to tell; the epoch protects what follows.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _services.Logger.ReleaseFailed(CompanyId, _state!.Epoch, exception);
        }
        finally
        {
            if (_status == CompanyActorStatus.Deactivating)
                Retire(CompanyActorStatus.Released);
            _queue.FailAll(Refusal);
        }
    }

    private void Enqueue(PendingRecord call)
    {
        if (!_queue.TryAdd(call))
            call.Fail(new RetryableException(RetryableFailure.Overloaded, $"The company has {_queue.Events} events waiting."));
        else
            Pump();
    }

    private Task<ChangeOutcome> EnqueueChange(PendingChange change)
    {
        if (!TakesCalls)
            change.Fail(Refusal());
        else if (!_queue.TryAdd(change))
            change.Fail(new RetryableException(RetryableFailure.Overloaded, "The company has too many changes waiting."));
        else
            Pump();
        return change.Task;
    }

    private void Pump()
    {
        if (_isPumping)
            return;
        _isPumping = true;
        _pump = PumpAsync();
    }

    /// <summary>Works the queue off, from its front. Never throws.</summary>
    private async Task PumpAsync()
    {
        var state = _state!;
        while (!IsBroken && _status != CompanyActorStatus.Released && _queue.TryPeek(out var work))
        {
            try
            {
                if (!_gate!.IsOpen && !await _gate.PassAsync())
                    break;
                if (_snapshots is null)
                {
                    await _missing!.CompleteAsync();
                    continue;
                }

                if (work is PendingChange change)
                {
                    await ChangeAsync(state, change);
                    continue;
                }

                // Here and not in a method of its own: that would be one more state for each flush.
                var rows = await _services.Commit.RoomAsync();
                if (IsBroken)
                    continue;
                var flush = _queue.TakeFlush(rows);
                await _writer.BookAsync(state, flush);
                Publish();
                _queue.Complete(flush);
                _snapshots.SaveIfDue(state);
            }
            catch (LedgerUnavailableException exception)
            {
                var calls = _queue.FailAll(() => new RetryableException(
                    RetryableFailure.Unavailable, "The ledger is unavailable; nothing was booked by this attempt.", exception));
                _services.Logger.StoreUnavailable(CompanyId, calls, exception);
            }
            catch (FencedException)
            {
                _services.Logger.CompanyFenced(CompanyId, state.Epoch);
                ActorMetrics.Fenced.Add(1);
                Break(CompanyActorStatus.Fenced);
            }
#pragma warning disable CA1031 // Whatever else a write ends in, its outcome is unknown (ledger protocol 7).
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _services.Logger.OutcomeUnknown(CompanyId, state.Epoch, exception);
                ActorMetrics.UnknownOutcomes.Add(1);
                Break(CompanyActorStatus.UnknownOutcome);
            }
        }

        // Given up while it waited, or over: whoever is left is told.
        if (!_queue.IsEmpty)
            _queue.FailAll(Refusal);
        _isPumping = false;
    }

    private async Task ChangeAsync(CompanyState state, PendingChange change)
    {
        try
        {
            var outcome = await _writer.ChangeAsync(state, change);
            Publish();
            _queue.Complete(change, outcome);
        }
        catch (UnknownCompanyException exception)
        {
            _queue.Remove(change);
            change.Fail(exception);
        }
    }

    private async Task<IReadOnlyList<RecordOutcome>> TryOutAsync(PendingBatch call)
    {
        if (_eventsTriedOut + call.Count > _services.Options.PendingEventsMax)
            throw new RetryableException(RetryableFailure.Overloaded, $"{_eventsTriedOut} events are being tried out.");
        _eventsTriedOut += call.Count;
        try
        {
            // A duplicate that is told of is as good as acknowledged.
            if (!await _gate!.PassAsync())
                throw Refusal();
            var flush = new Flush(call.Count);
            for (var i = 0; i < call.Count; i++)
                flush.Add(call, i);
            await _writer.TryOutAsync(_state!, flush);
            if (IsBroken || _status == CompanyActorStatus.Released)
                throw Refusal();
            flush.Complete();
            return await call.Task;
        }
        catch (Exception exception) when (exception is not RetryableException)
        {
            throw new RetryableException(RetryableFailure.Unavailable, "The ledger could not be read.", exception);
        }
        finally
        {
            _eventsTriedOut -= call.Count;
        }
    }

    /// <summary>After a commit, before anyone is told.</summary>
    private void Publish()
    {
        if (!IsBroken && _status != CompanyActorStatus.Released && Committed.View?.Version != _state!.Books.Version)
            Committed.Show(_state.Books.View());
    }

    /// <summary>From now on readers are shown the books, calls may change them, and snapshots are kept.</summary>
    private void ShowWhole(MissingUses missing)
    {
        _snapshots = new SnapshotKeeper(CompanyId, _services, missing.SnapshotVersion);
        Publish();
        if (TakesCalls)
            _snapshots.SaveIfDue(_state!);
    }

    private void Break(CompanyActorStatus status)
    {
        Retire(status);
        _queue.FailAll(Refusal);
    }

    private void Retire(CompanyActorStatus status)
    {
        _status = status;
        Committed.Show(null);
        _tenure!.Leave();
    }

    private RetryableException Refusal() => CompanyRefusals.Of(_status, _tenure);

    private void ThrowIfForeign(UsageEvent report)
    {
        if (report.CompanyId != CompanyId)
            throw new ArgumentException($"The event belongs to company '{report.CompanyId}', not to '{CompanyId}'.", nameof(report));
    }
}
