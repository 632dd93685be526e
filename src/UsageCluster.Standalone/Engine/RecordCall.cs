using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Standalone.Engine;

/// <summary>
/// The recording of one event by an actor that is counted in: the hottest call, with one turn of the mailbox and one of the thread
/// pool. The caller continues on the latter.
/// </summary>
internal sealed class RecordCall(ActorCell<CompanyShell> cell, UsageEvent report) : TaskCompletionSource<RecordOutcome>
{
    public static readonly SendOrPostCallback Begin = static state => ((RecordCall)state!).Start();

    private Task<RecordOutcome> _running = System.Threading.Tasks.Task.FromException<RecordOutcome>(new InvalidOperationException("Not started."));

    private void Start()
    {
        try
        {
            _running = cell.Actor.Actor.RecordAsync(report);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _running = System.Threading.Tasks.Task.FromException<RecordOutcome>(failure);
        }

        // Never on this turn, also when it has ended already.
        _running.ConfigureAwait(ConfigureAwaitOptions.ForceYielding).GetAwaiter().UnsafeOnCompleted(End);
    }

    private void End()
    {
        cell.Exit();
        SetFromTask(_running);
    }
}
