using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that reports several events.</summary>
internal sealed class PendingBatch(IReadOnlyList<UsageEvent> reports) : PendingRecord(reports.Count)
{
    private readonly TaskCompletionSource<IReadOnlyList<RecordOutcome>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordOutcome[] _outcomes = new RecordOutcome[reports.Count];

    public Task<IReadOnlyList<RecordOutcome>> Task => _completion.Task;

    public override int Count => _outcomes.Length;

    public override UsageEvent Report(int index) => reports[index];

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    protected override void Keep(int index, RecordOutcome outcome) => _outcomes[index] = outcome;

    protected override void Complete() => _completion.TrySetResult(_outcomes);
}
