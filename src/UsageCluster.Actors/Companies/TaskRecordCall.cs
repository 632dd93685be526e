using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that is answered by a task.</summary>
internal sealed class TaskRecordCall(UsageEvent report)
    : TaskCompletionSource<RecordOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IRecordCall
{
    public UsageEvent Report => report;

    public static Task<RecordOutcome> RunAsync(CompanyActor actor, UsageEvent report)
    {
        var call = new TaskRecordCall(report);
        actor.Record(call);
        return call.Task;
    }

    public void Complete(RecordOutcome outcome) => TrySetResult(outcome);

    public void Fail(Exception failure) => TrySetException(failure);
}
