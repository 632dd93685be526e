using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Hosting;

/// <summary>An engine of its own for the warm-up, of which nothing is heard.</summary>
internal sealed class EngineRehearsal(StandaloneOptions options, ControlPlane control, TimeProvider time) : IEngineRehearsal
{
    public async Task RunAsync(ILedger ledger, ISnapshots snapshots, Func<IUsageClient, Task> use)
    {
        await using var engine = new UsageEngine(new EndlessLease(), ledger, snapshots, control, options.Engine, time, NullLoggerFactory.Instance);
        await use(engine.Client);
        await engine.StopAsync();
    }
}
