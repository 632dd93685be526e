using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Grains.Recording;

/// <summary>See <see cref="IUsageRecorder"/>.</summary>
internal sealed class UsageRecorder(RecorderCore core) : IUsageRecorder
{
    public async ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken = default)
    {
        UsageEventCheck.ThrowIfInvalid(report);
        var startedAt = core.Time.GetTimestamp();
        await EnterAsync(cancellationToken);
        var pending = new PendingEvent(report, startedAt);
        if (!core.TryPost(pending))
            throw CallFailures.ShuttingDown();
        try
        {
            return await pending.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            pending.Abandon();
            throw;
        }
    }

    /// <summary>Takes no further events and waits for the buffered ones, up to the bound or the cancellation; the rest are given up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        core.Close();
        try
        {
            await core.Idle.WaitAsync(core.Options.StopTimeout, core.Time, cancellationToken);
        }
        catch (Exception cut) when (cut is TimeoutException or OperationCanceledException)
        {
            core.Logger.CutOff(core.Buffered);
            core.Abort();
            await core.Idle;
        }
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (core.Room.Wait(0, CancellationToken.None))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, core.Closing);
        try
        {
            await core.Room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw CallFailures.ShuttingDown();
        }
    }
}
