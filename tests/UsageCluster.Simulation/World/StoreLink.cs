using UsageCluster.Actors.Ports;
using UsageCluster.Simulation.Faults;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>
/// A process's way to the store: a call takes a while to get there, is judged in one step of the store's process, and its answer takes a while to come
/// back. The faults of calls happen here.
/// </summary>
internal sealed class StoreLink(Turns turns, Process store, ArmedFaults faults, Rng rng)
{
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(2);

    /// <summary>Nothing reaches the store.</summary>
    public bool IsCutOff { get; set; }

    /// <param name="point">Which faults may hit it.</param>
    /// <param name="atStore">What the store does, in one step.</param>
    /// <param name="cancellationToken">Gives up; what was asked may still happen.</param>
    /// <param name="torn">What the store does of it when it is torn; null: all.</param>
    public async Task<T> CallAsync<T>(CallPoint point, Func<Task<T>> atStore, CancellationToken cancellationToken, Action? torn = null)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var givenUp = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), answer);
        Send(IsCutOff ? Unreachable() : faults.Take(point), atStore, torn, answer);
        // Awaited here: whoever waits for it otherwise than by an await would leave the simulation.
        return await answer.Task;
    }

    private static T Now<T>(Task<T> judged) =>
        judged.IsCompleted ? judged.GetAwaiter().GetResult() : throw new InvalidOperationException("The store judges in one step.");

    private CallFault Unreachable() => rng.OneIn(3) ? CallFault.LostBefore : CallFault.Unavailable;

    private void Send<T>(CallFault fault, Func<Task<T>> atStore, Action? torn, TaskCompletionSource<T> answer)
    {
        var there = rng.Micros(50, 3_000);
        var back = rng.Micros(50, 3_000);
        switch (fault)
        {
            case CallFault.Unavailable:
                turns.After(there + back, store, () => answer.TrySetException(new LedgerUnavailableException("The store is unavailable.")));
                break;
            case CallFault.LostBefore:
                Lose(there + GivenUpAfter, answer);
                break;
            case CallFault.LostAfter:
                turns.After(there, store, () => Judge(atStore));
                Lose(there + back, answer);
                break;
            case CallFault.LostAndLate:
                Lose(there, answer);
                turns.After(there + rng.Micros(0, rng.OneIn(2) ? 20_000 : 6_000_000), store, () => Judge(atStore));
                break;
            case CallFault.Torn:
                turns.After(there, store, torn ?? (() => Judge(atStore)));
                Lose(there + back, answer);
                break;
            case CallFault.Slow when rng.OneIn(2):
                Answer(there, back + rng.Micros(100_000, 8_000_000), atStore, answer);
                break;
            case CallFault.Slow:
                Answer(there + rng.Micros(100_000, 8_000_000), back, atStore, answer);
                break;
            default:
                Answer(there, back, atStore, answer);
                break;
        }
    }

    private void Answer<T>(TimeSpan there, TimeSpan back, Func<Task<T>> atStore, TaskCompletionSource<T> answer) => turns.After(there, store, () =>
    {
        try
        {
            var result = Now(atStore());
            turns.After(back, store, () => answer.TrySetResult(result));
        }
        catch (LedgerUnavailableException refused)
        {
            turns.After(back, store, () => answer.TrySetException(refused));
        }
    });

    private void Lose<T>(TimeSpan after, TaskCompletionSource<T> answer) =>
        turns.After(after, store, () => answer.TrySetException(new TimeoutException("The connection was lost.")));

    /// <summary>The store does it, and nobody hears what came of it.</summary>
    private static void Judge<T>(Func<Task<T>> atStore)
    {
        try
        {
            Now(atStore());
        }
        catch (LedgerUnavailableException)
        {
            // Refused, as when its caller hears of it.
        }
    }
}
