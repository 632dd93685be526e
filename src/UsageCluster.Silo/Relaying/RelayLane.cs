using System.Collections.Immutable;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Grains.Relaying;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Relaying;

/// <summary>
/// The way to one other silo: a few calls under way at a time; what is reported meanwhile goes together with the next one. Safe for concurrent use.
/// </summary>
internal sealed class RelayLane(SiloAddress silo, ISiloRecordsClient silos, SiloBounds bounds)
{
    private readonly Lock _gate = new();
    private readonly Queue<RelayedEvent> _waiting = new();
    private int _calls;

    /// <summary>What the company decides; null: not taken there. Fails with a <see cref="RetryableException"/>.</summary>
    public Task<RecordOutcome?> RecordAsync(UsageEvent report)
    {
        var relayed = new RelayedEvent(report);
        lock (_gate)
        {
            if (_waiting.Count >= bounds.RelayedWaitingMax)
                return Task.FromException<RecordOutcome?>(new RetryableException(RetryableFailure.Overloaded, "Too many events wait for the company's silo."));
            _waiting.Enqueue(relayed);
            if (_calls == bounds.RelayCallsMax)
                return relayed.Task;
            _calls++;
        }

        // Not on the caller's thread: who reports at the same time goes with the same call.
        ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.RunAsync(), this, preferLocal: false);
        return relayed.Task;
    }

    /// <summary>One call after the other until nothing waits. Never throws.</summary>
    private async Task RunAsync()
    {
        while (Take() is { } taken)
        {
            try
            {
                var answers = (await silos.RecordAsync(silo, new RelayedEvents(ImmutableArray.CreateRange(taken, relayed => relayed.Report)))).Answers;
                if (answers.Length != taken.Length)
                    throw new RetryableException(RetryableFailure.UnknownOutcome, $"{answers.Length} of {taken.Length} events were answered.");
                for (var i = 0; i < taken.Length; i++)
                    taken[i].Complete(answers[i]);
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                foreach (var relayed in taken)
                    relayed.TrySetException(failure is RetryableException known ? new RetryableException(known.Failure, known.Message, known) : failure);
            }
        }
    }

    /// <summary>The events of the next call; null: none, and this round of calls has ended.</summary>
    private ImmutableArray<RelayedEvent>? Take()
    {
        lock (_gate)
        {
            var count = Math.Min(_waiting.Count, bounds.RelayedEventsMax);
            if (count == 0)
            {
                _calls--;
                return null;
            }

            var taken = ImmutableArray.CreateBuilder<RelayedEvent>(count);
            while (taken.Count < count)
                taken.Add(_waiting.Dequeue());
            return taken.MoveToImmutable();
        }
    }
}
