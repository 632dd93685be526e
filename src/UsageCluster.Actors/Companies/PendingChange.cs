using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Companies;

/// <summary>An administrative change: what was queued before it is booked by the old state, what comes after by the new one.</summary>
/// <param name="plan">Decides on the committed books, at an instant.</param>
internal sealed class PendingChange(Func<CompanyState, Instant, Task<ChangePlan>> plan) : PendingWork
{
    private readonly TaskCompletionSource<ChangeOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ChangeOutcome> Task => _completion.Task;

    public Func<CompanyState, Instant, Task<ChangePlan>> Plan { get; } = plan;

    public void Complete(ChangeOutcome outcome) => _completion.TrySetResult(outcome);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
