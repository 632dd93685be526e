namespace UsageCluster.Simulation.Faults;

/// <summary>The faults that wait for a node's next calls and messages.</summary>
internal sealed class ArmedFaults
{
    private static readonly CallFault[] OfMessages = [CallFault.Drop, CallFault.Duplicate, CallFault.Slow];
    private static readonly CallFault[] OfReads = [CallFault.Unavailable, CallFault.LostBefore, CallFault.Slow];
    private static readonly CallFault[] OfWrites =
        [CallFault.Unavailable, CallFault.LostBefore, CallFault.LostAfter, CallFault.LostAndLate, CallFault.Slow];
    private static readonly CallFault[] OfSharedAppends = [.. OfWrites, CallFault.Torn, CallFault.Torn];

    private readonly Queue<CallFault>[] _waiting = [.. Enum.GetValues<CallPoint>().Select(_ => new Queue<CallFault>())];

    /// <summary>What can happen at a point.</summary>
    public static IReadOnlyList<CallFault> At(CallPoint point) => point switch
    {
        CallPoint.Message => OfMessages,
        CallPoint.SharedAppend => OfSharedAppends,
        CallPoint.Append or CallPoint.Activation or CallPoint.Snapshot or CallPoint.Lease => OfWrites,
        _ => OfReads,
    };

    public void Arm(CallPoint point, CallFault fault) => _waiting[(int)point].Enqueue(fault);

    public CallFault Take(CallPoint point) => _waiting[(int)point].TryDequeue(out var fault) ? fault : CallFault.None;

    public void Clear()
    {
        foreach (var faults in _waiting)
            faults.Clear();
    }
}
