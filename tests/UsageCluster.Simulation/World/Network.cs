using UsageCluster.Actors.Ports;
using UsageCluster.Simulation.Faults;
using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>Messages to nodes and their answers: each takes a while of its own, and may be dropped, doubled or slow, whichever way it goes.</summary>
internal sealed class Network(Turns turns, Process outside, Rng rng, Action<Exception> defect)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Calls a node. Throws <see cref="RetryableException"/> when it says so, when there is no process, and when no answer comes in time.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="call">What runs there, once or, where the message is doubled, twice.</param>
    /// <param name="told">Hears of each answer at the moment when the node gives it.</param>
    public async Task<T> CallAsync<T>(Node node, Func<NodeProcess, Task<T>> call, Action<T>? told = null)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        turns.After(AnswerWithin, outside, () => answer.TrySetException(new RetryableException(RetryableFailure.Unavailable, "No answer.")));
        Send(node, () => Arrive(node, call, told, answer));
        return await answer.Task;
    }

    private void Arrive<T>(Node node, Func<NodeProcess, Task<T>> call, Action<T>? told, TaskCompletionSource<T> answer)
    {
        if (node.Current is { } process)
            process.Process.Post(() => _ = RunAsync(node, process, call, told, answer));
        else
            Send(node, () => answer.TrySetException(new RetryableException(RetryableFailure.Unavailable, "Connection refused.")));
    }

    private async Task RunAsync<T>(Node node, NodeProcess process, Func<NodeProcess, Task<T>> call, Action<T>? told, TaskCompletionSource<T> answer)
    {
        try
        {
            var result = await call(process);
            told?.Invoke(result);
            Send(node, () => answer.TrySetResult(result));
        }
        catch (RetryableException exception)
        {
            Send(node, () => answer.TrySetException(exception));
        }
#pragma warning disable CA1031 // Whatever else a call ends in is a defect.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            defect(exception);
        }
    }

    private void Send(Node node, Action arrive)
    {
        var fault = node.Faults.Take(CallPoint.Message);
        if (fault == CallFault.Drop)
            return;
        var takes = rng.Micros(50, 4_000);
        turns.After(fault == CallFault.Slow ? takes + rng.Micros(50_000, 8_000_000) : takes, outside, arrive);
        if (fault == CallFault.Duplicate)
            turns.After(takes + rng.Micros(0, 200_000), outside, arrive);
    }
}
