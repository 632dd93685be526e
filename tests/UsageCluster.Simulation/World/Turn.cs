namespace UsageCluster.Simulation.World;

/// <summary>A continuation, a call's beginning or a timer that a process is to run.</summary>
internal readonly record struct Turn(Process Process, SendOrPostCallback Callback, object? State);
