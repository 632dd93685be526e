namespace UsageCluster.Ledger.Sqlite.Storage;

/// <summary>A work item with a result. Cancellation is heeded until the work begins: a cancelled write wrote nothing.</summary>
internal sealed class ResultItem<T>(Func<Session, T> work, int weight, CancellationToken cancellationToken) : WorkItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override int Weight => weight;

    public override bool CancelIfAsked() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    public override void Run(Session session) => _result = work(session);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
