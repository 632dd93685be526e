using UsageCluster.Actors.Ports;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Lends the warm-up an engine of the host's own kind, over a store that is not the host's.</summary>
public interface IEngineRehearsal
{
    /// <summary>Makes an engine over a store, has it used, and ends it.</summary>
    Task RunAsync(ILedger ledger, ISnapshots snapshots, Func<IUsageClient, Task> use);
}
