namespace UsageCluster.Standalone.Engine;

/// <summary>A call that waits in a mailbox or runs on its turns. Its task completes away from the caller's and the actor's stack.</summary>
internal sealed class MailboxCall<T>(Func<Task<T>> call) : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public static readonly SendOrPostCallback Begin = static state => _ = ((MailboxCall<T>)state!).RunAsync();

    private async Task RunAsync()
    {
        try
        {
            // Only what the call itself does needs turns; telling the caller needs none.
            SetResult(await call().ConfigureAwait(false));
        }
        catch (OperationCanceledException cancelled)
        {
            SetCanceled(cancelled.CancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            SetException(failure);
        }
    }
}
