using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;

namespace UsageCluster.Silo.Companies;

/// <summary>
/// The recording of one event by an activation on this silo, on its turn but past the cluster's messages; null: it was not taken, and nothing was
/// booked. The caller continues on a thread of the pool.
/// </summary>
internal sealed class DirectRecord(CompanyGrain grain, UsageEvent report, bool onlyPromptly) : TaskCompletionSource<RecordOutcome?>
{
    public static readonly Action<object> Begin = static call => ((DirectRecord)call).Start();

    private Task<RecordOutcome>? _running;

    private void Start()
    {
        try
        {
            if (grain.Actor is { } actor && (onlyPromptly ? actor.IsPrompt : actor.TakesCalls))
                _running = actor.RecordAsync(report);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the caller.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _running = System.Threading.Tasks.Task.FromException<RecordOutcome>(failure);
        }

        // Never on this turn, also when it has ended already.
        (_running ?? System.Threading.Tasks.Task.CompletedTask)
            .ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().UnsafeOnCompleted(End);
    }

    private void End()
    {
        if (_running is null)
            SetResult(null);
        else if (_running.IsCompletedSuccessfully)
            SetResult(_running.Result);
        else
            SetException(grain.Failed(_running.Exception!.InnerException!));
    }
}
