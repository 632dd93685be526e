using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>A call that reports one event.</summary>
internal sealed class PendingSingle(IRecordCall call) : PendingRecord(1)
{
    private RecordOutcome _outcome;

    public override int Count => 1;

    public override UsageEvent Report(int index) => call.Report;

    public override void Fail(Exception exception) => call.Fail(exception);

    protected override void Keep(int index, RecordOutcome outcome) => _outcome = outcome;

    protected override void Complete() => call.Complete(_outcome);
}
