using Microsoft.Extensions.Logging;

namespace UsageCluster.Actors.Leases;

/// <summary>
/// Keeps a lease of the node: takes it, renews it, and when it has ended has the host drop its actors and takes another. A lease counts from the
/// node's own clocks before the call that took or renewed it, however late the answer comes; one that has ended is never resumed.
/// </summary>
public sealed class NodeLease : INodeLease
{
    private readonly ILeases _store;
    private readonly string _node;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<Action<LeaseTerm>> _whenEnded = [];
    private volatile LeaseTerm? _current;
    private bool _isFailing;

    /// <summary>A lease that is not taken yet. Throws <see cref="ArgumentOutOfRangeException"/> on bad options.</summary>
    /// <param name="store">The store's leases.</param>
    /// <param name="node">The node's name, for people.</param>
    /// <param name="options">How long it lasts.</param>
    /// <param name="time">The clocks.</param>
    /// <param name="logger">The log.</param>
    public NodeLease(ILeases store, string node, LeaseOptions options, TimeProvider time, ILogger logger)
    {
        options.Validate();
        _store = store;
        _node = node;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc />
    public LeaseTerm? Current => _current;

    /// <summary>
    /// Has the host drop the actors of a term that has ended: they show nothing any more by then, whatever it does. Called before the next lease is
    /// taken. To be set before <see cref="RunAsync"/>; does not throw.
    /// </summary>
    public void WhenEnded(Action<LeaseTerm> drop) => _whenEnded.Add(drop);

    /// <summary>
    /// Takes the first lease, for as long as it takes. Throws <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task TakeFirstAsync(CancellationToken stop)
    {
        if (_current is null)
            await TakeAsync(null, stop);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Keeps a lease until told to stop. The lease held then is not released: see <see cref="ReleaseAsync"/>. Does not throw.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_current is null)
                await TakeAsync(null, stop);
            if (_current is not { } term)
                return;
            await KeepAsync(term, stop);
            if (stop.IsCancellationRequested)
                return;
            End(term);
            await TakeAsync(term, stop);
        }
    }

    /// <summary>
    /// Gives the lease up, after the last actor was and <see cref="RunAsync"/> has ended: the next owners of this node's companies need not wait. Does
    /// not throw; without the store's answer they wait until it expires.
    /// </summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_current is not { } term)
            return;
        End(term);
        try
        {
            await _store.ReleaseAsync(term.LeaseNo, cancellationToken);
            _logger.LeaseReleased(term.LeaseNo);
        }
#pragma warning disable CA1031 // There is nobody to tell: the lease expires by itself.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.LeaseNotReleased(term.LeaseNo, exception);
        }
    }

    private void End(LeaseTerm term)
    {
        term.End();
        foreach (var drop in _whenEnded)
            drop(term);
    }

    private async Task TakeAsync(LeaseTerm? ended, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var start = LeaseMoment.Now(_time);
            try
            {
                // An answer that comes after the lease's time is of no use.
                using var limit = new CancellationTokenSource(_options.Duration, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
                var leaseNo = await _store.TakeAsync(_node, _options.StoreDuration, ended?.LeaseNo, either.Token);
                _current = LeaseTerm.Taken(leaseNo, start, _options.Duration, _time);
                _isFailing = false;
                _logger.LeaseTaken(leaseNo, _node);
                return;
            }
#pragma warning disable CA1031 // Without a lease the node answers nothing, and tries again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!stop.IsCancellationRequested)
                    NoteFailure(exception);
            }

            await Waiting.ForAsync(_options.RetryEvery, _time, stop);
        }
    }

    /// <summary>Renews the term until it has ended or the host stops.</summary>
    private async Task KeepAsync(LeaseTerm term, CancellationToken stop)
    {
        var wait = _options.RenewEvery;
        while (true)
        {
            var left = term.Remaining;
            await Waiting.ForAsync(wait < left ? wait : left, _time, term.Ended, stop);
            if (stop.IsCancellationRequested)
                return;
            if (!term.IsHeld)
            {
                _logger.LeaseExpired(term.LeaseNo);
                return;
            }

            wait = await RenewAsync(term, stop) ? _options.RenewEvery : _options.RetryEvery;
        }
    }

    /// <summary>Whether the renewal was answered. A dead lease is ended by it.</summary>
    private async Task<bool> RenewAsync(LeaseTerm term, CancellationToken stop)
    {
        var start = LeaseMoment.Now(_time);
        try
        {
            using var limit = new CancellationTokenSource(term.Remaining, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            var renewal = await _store.RenewAsync(term.LeaseNo, _options.StoreDuration, either.Token);
            _isFailing = false;
            if (!renewal.IsAlive)
            {
                _logger.LeaseDead(term.LeaseNo);
                term.End();
                return true;
            }

            // Before the renewal counts: their takers wait for what the node counted on when they took them.
            foreach (var takeover in renewal.Takeovers)
                term.TakenOver(takeover);
            if (renewal.Takeovers.Count > 0)
                _logger.CompaniesTakenOver(term.LeaseNo, renewal.Takeovers.Count);
            if (term.TryExtend(start) && renewal.Takeovers.Count > 0)
                await _store.ConfirmAsync(term.LeaseNo, renewal.Takeovers, either.Token);
            return true;
        }
#pragma warning disable CA1031 // The lease lasts for a while yet; what it was depends on the next answer.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!stop.IsCancellationRequested)
                NoteFailure(exception);
            return false;
        }
    }

    /// <summary>An outage is logged once.</summary>
    private void NoteFailure(Exception exception)
    {
        if (!_isFailing)
            _logger.LeaseCallFailed(_node, exception);
        _isFailing = true;
    }
}
