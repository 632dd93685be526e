using UsageCluster.Actors.Diagnostics;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Commit;

/// <summary>
/// Merges the appends of a node's companies into few statements of the ledger. Safe for concurrent callers. What waits is bounded by
/// the companies: each activation has at most one append here.
/// </summary>
public sealed class GroupCommit
{
    private readonly ILedger _ledger;
    private readonly SynchronizationContext _home;
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _time;
    private readonly SendOrPostCallback _runLane;
    private readonly Lock _lock = new();
    private readonly Queue<PendingAppend> _queue = new();
    private readonly Queue<TaskCompletionSource<int>> _gathering = new();
    private readonly HashSet<int> _companies = [];
    private long _lastTakenAt;
    private int _queuedRows;
    private int _room;
    private int _lastAppends = 1;
    private int _lastRows = 1;
    private int _lanes;
    private int _inFlight;
    private readonly ITimer _watch;
    private bool _isWatching;

    /// <summary>A group commit over a ledger.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="home">Where its lanes run: apart from the callers' turns. A plain <see cref="SynchronizationContext"/> is the thread pool.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="time">The clock.</param>
    public GroupCommit(ILedger ledger, SynchronizationContext home, GroupCommitOptions options, TimeProvider time)
    {
        options.Validate();
        _ledger = ledger;
        _home = home;
        _options = options;
        _time = time;
        _runLane = _ => _ = RunLaneAsync();
        _watch = time.CreateTimer(static state => ((GroupCommit)state!).LookAtLanes(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Where its lanes run.</summary>
    internal SynchronizationContext Home => _home;

    /// <summary>
    /// Completes when what a company decides next has a place in a statement, with the rows that it should bring at most: beside others no more than
    /// a statement of several companies takes, so that none of them waits for a company that has much. Under load its events gather meanwhile, so that fewer
    /// and larger appends book them: each costs a decision, a head and an answer of its own. Only a hint: nothing is owed for it.
    /// </summary>
    public ValueTask<int> RoomAsync()
    {
        lock (_lock)
        {
            if (_lanes == 0 || _time.GetElapsedTime(_lastTakenAt) >= _options.FurtherLaneAfter)
                LetIn(int.MaxValue);
            if (_room > 0)
            {
                _room--;
                return new(_inFlight == 0 && _queue.Count == 0 ? int.MaxValue : _options.RowsMax);
            }

            var turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            _gathering.Enqueue(turn);
            Watch(_options.FurtherLaneAfter);
            return new(turn.Task);
        }
    }

    /// <summary>Appends one company's entries; see <see cref="ILedger.AppendAsync"/>, whose exceptions fail every request of the statement.</summary>
    public Task<AppendResult> AppendAsync(AppendRequest request)
    {
        var pending = new PendingAppend(request);
        lock (_lock)
        {
            _queue.Enqueue(pending);
            _queuedRows += request.Entries.Count;
            if (!WantsLane(_lanes))
            {
                Watch(_options.FurtherLaneAfter);
                return pending.Task;
            }

            _lanes++;
        }

        _home.Post(_runLane, null);
        return pending.Task;
    }

    /// <summary>
    /// Whether what is queued is worth a lane beside those that run: few large statements cost less than many small ones. Beside one
    /// that hangs, anything is.
    /// </summary>
    private bool WantsLane(int running) =>
        running == 0
            ? _queue.Count > 0
            : running < _options.LanesMax && _queue.Count > 0
                && (_queuedRows >= _options.FurtherLaneRowsMin || _time.GetElapsedTime(_lastTakenAt) >= _options.FurtherLaneAfter);

    /// <summary>Has somebody look after a while: what waits behind a statement that hangs may be all that there is to come.</summary>
    private void Watch(TimeSpan after)
    {
        if (_isWatching)
            return;
        _isWatching = true;
        _watch.Change(after, Timeout.InfiniteTimeSpan);
    }

    private void LookAtLanes()
    {
        lock (_lock)
        {
            _isWatching = false;
            if (_lanes == 0 || (_queue.Count == 0 && _gathering.Count == 0))
                return;
            var left = _options.FurtherLaneAfter - _time.GetElapsedTime(_lastTakenAt);
            if (left <= TimeSpan.Zero)
                LetIn(int.MaxValue);
            Watch(left > TimeSpan.Zero ? left : _options.FurtherLaneAfter);
            if (!WantsLane(_lanes))
                return;
            _lanes++;
        }

        _home.Post(_runLane, null);
    }

    /// <summary>Commits one statement, then queues behind the turns that its answers started, whose next appends it may find.</summary>
    private async Task RunLaneAsync()
    {
        if (TakeStatement() is not { } statement)
            return;
        await CommitAsync(statement);
        _home.Post(_runLane, null);
    }

    /// <summary>The next statement's appends; null, and the lane ends, when none waits.</summary>
    private List<PendingAppend>? TakeStatement()
    {
        lock (_lock)
        {
            if (!WantsLane(_lanes - 1))
            {
                _lanes--;
                LetIn(Places());
                return null;
            }

            _lastTakenAt = _time.GetTimestamp();
            var statement = new List<PendingAppend>(Math.Min(_queue.Count, _options.RequestsMax));
            _companies.Clear();
            var taken = 0;
            while (statement.Count < _options.RequestsMax && _queue.TryPeek(out var next))
            {
                var rows = next.Request.Entries.Count;

                // A second activation of a company waits for the next statement: the ledger takes a company once.
                if ((statement.Count > 0 && taken + rows > _options.RowsMax) || !_companies.Add(next.Request.CompanyNo))
                    break;
                statement.Add(_queue.Dequeue());
                _queuedRows -= rows;
                taken += rows;
            }

            _inFlight++;
            (_lastAppends, _lastRows) = (statement.Count, taken);
            LetIn(Places());
            return statement;
        }
    }

    /// <summary>Lets companies in that gather; places that are left are for those that come.</summary>
    private void LetIn(int companies)
    {
        for (_room = companies; _room > 0 && _gathering.TryDequeue(out var turn); _room--)
            turn.SetResult(_options.RowsMax);
    }

    /// <summary>
    /// How many companies fill what is free in the next statement, at what each brought to the last one. Where they bring one event each,
    /// gathering gains nothing: then all.
    /// </summary>
    private int Places() =>
        _lanes == 0 || _lastRows * 10L < _lastAppends * 11L
            ? int.MaxValue
            : (int)Math.Max(0, ((long)_options.RowsAhead - _queuedRows) * _lastAppends / _lastRows);

    private async Task CommitAsync(List<PendingAppend> statement)
    {
        try
        {
            var requests = new AppendRequest[statement.Count];
            var rows = 0;
            for (var i = 0; i < requests.Length; i++)
            {
                requests[i] = statement[i].Request;
                rows += requests[i].Entries.Count;
            }

            ActorMetrics.Statements.Add(1);
            ActorMetrics.Rows.Add(rows);
            var results = await AppendAsync(requests);
            if (results.Count != requests.Length)
                throw new InvalidOperationException($"The ledger answered {results.Count} of {requests.Length} appends.");
            for (var i = 0; i < requests.Length; i++)
                statement[i].SetResult(results[i]);
        }
#pragma warning disable CA1031 // Whatever it is, it goes to the waiters, who judge the outcome by its type.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (var pending in statement)
                pending.TrySetException(exception);
        }
    }

    private async Task<IReadOnlyList<AppendResult>> AppendAsync(AppendRequest[] requests)
    {
        try
        {
            return await _ledger.AppendAsync(requests, CancellationToken.None);
        }
        finally
        {
            lock (_lock)
                _inFlight--;
        }
    }
}
