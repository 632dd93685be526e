namespace UsageCluster.TestKit.Stores;

/// <summary>Where a test holds something up until it opens the gate.</summary>
public sealed class Gate
{
    private TaskCompletionSource? _closed;

    /// <summary>How many wait.</summary>
    public int Waiting { get; private set; }

    public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        _closed?.SetResult();
        _closed = null;
    }

    public async Task PassAsync()
    {
        while (_closed is { } closed)
        {
            Waiting++;
            await closed.Task;
            Waiting--;
        }
    }
}
