using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that reports several events.</summary>
internal sealed class PendingBatch(IReadOnlyList<UsageEvent> reports) : PendingRecord
{
    private readonly TaskCompletionSource<IReadOnlyList<RecordOutcome>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordOutcome[] _outcomes = new RecordOutcome[reports.Count];
    private int _undecided = reports.Count;

    public Task<IReadOnlyList<RecordOutcome>> Task => _completion.Task;

    public override int Count => _outcomes.Length;

    public override UsageEvent Report(int index) => reports[index];

    public override void Decide(int index, RecordOutcome outcome)
    {
        _outcomes[index] = outcome;
        if (--_undecided == 0)
            _completion.TrySetResult(_outcomes);
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
