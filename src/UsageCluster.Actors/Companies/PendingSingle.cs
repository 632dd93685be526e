using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that reports one event.</summary>
internal sealed class PendingSingle(IRecordCall call) : PendingRecord
{
    public override int Count => 1;

    public override UsageEvent Report(int index) => call.Report;

    public override void Decide(int index, RecordOutcome outcome) => call.Complete(outcome);

    public override void Fail(Exception exception) => call.Fail(exception);
}
