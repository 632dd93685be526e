namespace UsageCluster.MicroBench.Allocations;

/// <summary>A path whose allocations are counted.</summary>
/// <param name="Name">As <c>bench/allocations.json</c> names it.</param>
/// <param name="Operations">Operations of one <paramref name="RunAsync"/>.</param>
/// <param name="RunAsync">Runs them; it is run many times.</param>
/// <param name="Prepare">Makes what the next run takes; not counted.</param>
internal sealed record HotPath(string Name, int Operations, Func<Task> RunAsync, Action? Prepare = null);
