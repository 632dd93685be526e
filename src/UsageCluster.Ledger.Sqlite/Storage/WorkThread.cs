namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A thread of the store's own: SQLite's calls are synchronous and have no place on the thread pool.</summary>
internal sealed class WorkThread
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkThread(string name, Action run)
    {
        var thread = new Thread(() =>
        {
            try
            {
                run();
                _ended.SetResult();
            }
            catch (Exception exception)
            {
                _ended.SetException(exception);
            }
        })
        {
            Name = name,
            IsBackground = true,
        };
        thread.Start();
    }

    public Task Ended => _ended.Task;

    public static WorkThread Start(string name, Action run) => new(name, run);
}
