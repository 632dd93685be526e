namespace UsageCluster.Ledger.Postgres.Connections;

/// <summary>
/// Has questions that come at about the same time share a statement. One that comes alone goes at once; those that come while every lane is busy go with the
/// next statement of one. What a shared statement leaves unanswered is asked alone, and so is each of those that it failed for if the reason may be
/// one of them: nobody fails by another's fault. Lanes run apart from the askers' turns. What waits is bounded by the askers. Safe for concurrent callers.
/// </summary>
/// <param name="bounds">Statements in flight, and what one takes.</param>
/// <param name="together">Asks several in one statement, and answers those that it can.</param>
/// <param name="alone">Asks one.</param>
internal sealed class Gathering<TQuestion, TAnswer>(
    GatheringBounds bounds, Func<IReadOnlyList<Wanted<TQuestion, TAnswer>>, Task> together, Func<TQuestion, CancellationToken, Task<TAnswer>> alone)
{
    private readonly Lock _lock = new();
    private readonly Queue<Wanted<TQuestion, TAnswer>> _waiting = new();
    private readonly Queue<Wanted<TQuestion, TAnswer>> _left = new();
    private int _lanes;
    private int _lanesAlone;

    /// <summary>The answer. A cancelled asker stops waiting; the statement goes on for the others.</summary>
    public Task<TAnswer> AskAsync(TQuestion question, int weight, CancellationToken cancellationToken)
    {
        var wanted = new Wanted<TQuestion, TAnswer>(question, weight, cancellationToken);
        lock (_lock)
        {
            _waiting.Enqueue(wanted);
            if (_lanes == bounds.LanesMax)
                return wanted.Task.WaitAsync(cancellationToken);
            _lanes++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static gathering => _ = gathering.RunLaneAsync(), this, preferLocal: false);
        return wanted.Task.WaitAsync(cancellationToken);
    }

    private async Task RunLaneAsync()
    {
        while (Take() is { } wanted)
        {
            try
            {
                await together(wanted);
            }
#pragma warning disable CA1031 // It belongs to the askers.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (wanted.Count == 1 || !Failures.MayBeOfOne(failure))
                    wanted.ForEach(w => w.TrySetException(failure));
            }

            foreach (var left in wanted)
            {
                if (!left.Task.IsCompleted)
                    AskAlone(left);
            }
        }
    }

    private void AskAlone(Wanted<TQuestion, TAnswer> wanted)
    {
        lock (_lock)
        {
            _left.Enqueue(wanted);
            if (_lanesAlone == bounds.AloneMax)
                return;
            _lanesAlone++;
        }

        _ = RunLaneAloneAsync();
    }

    private async Task RunLaneAloneAsync()
    {
        while (TakeLeft() is { } wanted)
        {
            try
            {
                wanted.TrySetResult(await alone(wanted.Question, wanted.CancellationToken));
            }
#pragma warning disable CA1031 // It belongs to the asker.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                wanted.TrySetException(failure);
            }
        }
    }

    private Wanted<TQuestion, TAnswer>? TakeLeft()
    {
        lock (_lock)
        {
            if (_left.TryDequeue(out var next))
                return next;
            _lanesAlone--;
            return null;
        }
    }

    /// <summary>The next statement's questions; null, and the lane ends, when none waits.</summary>
    private List<Wanted<TQuestion, TAnswer>>? Take()
    {
        lock (_lock)
        {
            var taken = new List<Wanted<TQuestion, TAnswer>>();
            var weight = 0;
            while (_waiting.TryPeek(out var next) && (taken.Count == 0 || weight + next.Weight <= bounds.WeightMax))
            {
                _waiting.Dequeue();
                if (next.CancellationToken.IsCancellationRequested)
                {
                    next.TrySetCanceled(next.CancellationToken);
                    continue;
                }

                taken.Add(next);
                weight += next.Weight;
            }

            if (taken.Count > 0)
                return taken;
            _lanes--;
            return null;
        }
    }
}
