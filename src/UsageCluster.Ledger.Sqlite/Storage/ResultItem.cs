namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A work item with a result. Cancellation is heeded until the work begins: a cancelled write wrote nothing.</summary>
internal sealed class ResultItem<T>(Func<Session, T> work, int weight, CancellationToken cancellationToken) : WorkItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Task => _done.Task;

    public override int Weight => weight;

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public override void Run(Session session) => _result = work(session);

    public override void KeepFailure(Exception exception) => _failure = exception;

    public override void Complete()
    {
        if (_failure is null)
            _done.TrySetResult(_result!);
        else
            _done.TrySetException(_failure);
    }

    public override void Fail(Exception exception) => _done.TrySetException(_failure ?? exception);
}
