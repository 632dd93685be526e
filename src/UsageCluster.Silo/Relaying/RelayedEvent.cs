using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Grains.Relaying;

namespace UsageCluster.Silo.Relaying;

/// <summary>An event that waits for another silo's answer; null: it was not taken.</summary>
internal sealed class RelayedEvent(UsageEvent report) : TaskCompletionSource<RecordOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public UsageEvent Report => report;

    /// <summary>Tells the caller. A <see cref="RetryableException"/> is made anew: one that is thrown to several callers grows with each.</summary>
    public void Complete(in RelayAnswer answer)
    {
        if (answer.Failure is { } failure)
            SetException(new RetryableException(failure.Failure, failure.Message, failure));
        else
            SetResult(answer.Outcome);
    }
}
