namespace UsageCluster.Actors.Control;

/// <summary>
/// Runs an operation one at a time for many callers. Each caller gets a run that began after its call; callers that come during
/// a run share the next one.
/// </summary>
internal sealed class Coalescer(Func<Task> operation)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private bool _running;

    /// <summary>A cancelled caller stops waiting; the run goes on.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource mine;
        bool start;
        lock (_gate)
        {
            mine = _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            start = !_running;
            _running = true;
        }

        if (start)
            _ = RunWhileWantedAsync();
        return mine.Task.WaitAsync(cancellationToken);
    }

    private async Task RunWhileWantedAsync()
    {
        while (Take() is { } callers)
        {
            try
            {
                await operation();
                callers.SetResult();
            }
#pragma warning disable CA1031 // Every failure belongs to the callers.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                callers.SetException(failure);
            }
        }
    }

    private TaskCompletionSource? Take()
    {
        lock (_gate)
        {
            var callers = _waiting;
            _waiting = null;
            _running = callers is not null;
            return callers;
        }
    }
}
