using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace UsageCluster.Gateway.Hosting;

/// <summary>A server whose end takes a bounded time: a request that hangs does not use up what the rest of the host needs to end in order.</summary>
internal sealed class BoundedServer(IServer server, TimeSpan limit, TimeProvider time) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull =>
        server.StartAsync(application, cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        // Cancelled, it cuts the connections that are left.
        await server.StopAsync(either.Token);
    }

    public void Dispose() => server.Dispose();
}
