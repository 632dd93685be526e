using System.Collections.Immutable;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains.Recording;

/// <summary>
/// One company's events on their way: one batch at a time, in the order in which they came. What comes meanwhile waits and makes the next batch.
/// It exists as long as there are any.
/// </summary>
internal sealed class CompanyLane(string companyId, RecorderCore core)
{
    private const int WarnAtAttempt = 4, WarnEachAttempts = 20;

    private static readonly RecordOutcome UnknownCompany = RecordOutcome.Rejected(RejectionCodes.UnknownCompany, "companyId");

    public string CompanyId { get; } = companyId;

    /// <summary>What waits. Guarded by the table.</summary>
    public Queue<PendingEvent> Waiting { get; } = new();

    /// <summary>Begins to send, away from the caller's thread, scheduler and trace.</summary>
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(static lane => _ = lane.RunAsync(), this, preferLocal: false);

    private async Task RunAsync()
    {
        List<PendingEvent> batch = [];
        do
        {
            batch.Clear();
            try
            {
                await SendAsync(batch, mayGrow: true);
            }
#pragma warning disable CA1031 // Whatever it is, callers are told and the lane goes on.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (core.Aborted.IsCancellationRequested)
                {
                    core.Lanes.Take(this, batch, int.MaxValue);
                    failure = CallFailures.ShuttingDown();
                }

                batch.ForEach(p => core.Fail(p, failure));
            }
        }
        while (!core.Lanes.TryRemove(this));
    }

    /// <summary>Sends until every event of the batch is decided, given up or abandoned. A batch that may grow is filled up from the queue.</summary>
    private async Task SendAsync(List<PendingEvent> batch, bool mayGrow)
    {
        var wasUnknown = false;
        for (var attempt = 1; ; attempt++)
        {
            Exception failure;
            await core.Slots.WaitAsync(core.Aborted);
            try
            {
                if (mayGrow)
                    core.Lanes.Take(this, batch, core.Options.BatchEventsMax);
                batch.RemoveAll(core.DropIfAbandoned);
                if (batch.Count == 0)
                    return;
                var outcomes = await core.CallAsync(CompanyId, new RecordBatch(Reports(batch)));
                if (outcomes.Length == batch.Count)
                {
                    for (var i = 0; i < outcomes.Length; i++)
                        core.Complete(batch[i], outcomes[i]);
                    return;
                }

                failure = new TimeoutException($"{outcomes.Length} outcomes came for {batch.Count} events.");
            }
#pragma warning disable CA1031 // What follows from it is decided below.
            catch (Exception exception) when (!core.Aborted.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failure = exception;
            }
            finally
            {
                core.Slots.Release();
            }

            // The activation that said so may have looked before the company was made; the next one begins after this call.
            if (!wasUnknown && CallFailures.KindOf(failure) == CallFailure.UnknownCompany)
                wasUnknown = true;
            else if (!await FollowAsync(batch, attempt, failure))
                return;
        }
    }

    /// <summary>After a failed call; whether the batch is to be sent again now.</summary>
    private async ValueTask<bool> FollowAsync(List<PendingEvent> batch, int attempt, Exception failure)
    {
        switch (CallFailures.KindOf(failure))
        {
            case CallFailure.UnknownCompany:
                batch.ForEach(p => core.Complete(p, UnknownCompany));
                return false;
            case CallFailure.Poisoned when batch.Count > 1:
                // In halves, so that the others of a large batch are found in a few calls, and stay in order.
                await SendAsync(batch[..(batch.Count / 2)], mayGrow: false);
                await SendAsync(batch[(batch.Count / 2)..], mayGrow: false);
                return false;
            case CallFailure.Poisoned or CallFailure.Unexpected:
                core.Logger.BatchFailed(CompanyId, batch.Count, failure);
                batch.ForEach(p => core.Fail(p, failure));
                return false;
            case CallFailure.Unknown:
                batch.ForEach(static p => p.MayBeBooked = true);
                break;
        }

        var delay = core.Backoff.After(attempt);
        batch.RemoveAll(p => core.DropIfAbandoned(p) || core.GiveUpIfLate(p, delay, failure));
        if (batch.Count == 0)
            return false;
        if (attempt % WarnEachAttempts == WarnAtAttempt)
            core.Logger.StillRetrying(CompanyId, batch.Count, attempt, failure);
        else
            core.Logger.Retrying(CompanyId, batch.Count, attempt, (long)delay.TotalMilliseconds, failure);
        core.Metrics.Retried(batch.Count);
        await core.WaitAsync(delay);
        return true;
    }

    private static ImmutableArray<UsageEvent> Reports(List<PendingEvent> batch)
    {
        var reports = ImmutableArray.CreateBuilder<UsageEvent>(batch.Count);
        foreach (var pending in batch)
            reports.Add(pending.Report);
        return reports.MoveToImmutable();
    }
}
