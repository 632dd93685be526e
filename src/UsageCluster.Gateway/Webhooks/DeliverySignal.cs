namespace UsageCluster.Gateway.Webhooks;

/// <summary>Tells this process that something is to be sent, so that it need not wait for its next look.</summary>
internal sealed class DeliverySignal
{
    private TaskCompletionSource _raised = Next();

    public void Raise() => Volatile.Read(ref _raised).TrySetResult();

    /// <summary>Waits until it was raised since the last wait, or for so long.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        await Volatile.Read(ref _raised).Task.WaitAsync(limit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Volatile.Read(ref _raised).Task.IsCompleted)
            Volatile.Write(ref _raised, Next());
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
