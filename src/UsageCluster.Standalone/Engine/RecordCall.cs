using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The recording of one event by an actor that is counted in: the hottest call. It takes one turn of the mailbox, and its caller
/// continues on one of the thread pool.
/// </summary>
internal sealed class RecordCall(ActorCell<CompanyShell> cell, UsageEvent report)
    : TaskCompletionSource<RecordOutcome>(TaskCreationOptions.RunContinuationsAsynchronously), IRecordCall
{
    public static readonly SendOrPostCallback Begin = static state => ((RecordCall)state!).Start();

    private bool _isOver;

    public UsageEvent Report => report;

    public void Complete(RecordOutcome outcome)
    {
        if (Leave())
            SetResult(outcome);
    }

    public void Fail(Exception failure)
    {
        if (Leave())
            SetException(failure);
    }

    private void Start()
    {
        try
        {
            cell.Actor.Actor.Record(this);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
        }
    }

    /// <summary>Counts the call out, once. On the actor's turns only.</summary>
    private bool Leave()
    {
        if (_isOver)
            return false;
        _isOver = true;
        cell.Exit();
        return true;
    }
}
