using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Hosting;

/// <summary>Stops the engine once the server has ended its requests.</summary>
internal sealed class EngineService(UsageEngine engine, ILogger<EngineService> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Not by the host's token: what the requests left of its time does not decide what is flushed. The engine bounds itself.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await engine.StopAsync();
        LogMessages.EngineStopped(logger);
    }
}
