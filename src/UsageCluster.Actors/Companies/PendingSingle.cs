using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that reports one event.</summary>
internal sealed class PendingSingle(UsageEvent report) : PendingRecord(1)
{
    private readonly TaskCompletionSource<RecordOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RecordOutcome _outcome;

    public Task<RecordOutcome> Task => _completion.Task;

    public override int Count => 1;

    public override UsageEvent Report(int index) => report;

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    protected override void Keep(int index, RecordOutcome outcome) => _outcome = outcome;

    protected override void Complete() => _completion.TrySetResult(_outcome);
}
