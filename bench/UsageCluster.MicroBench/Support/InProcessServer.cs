using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace UsageCluster.MicroBench.Support;

/// <summary>A server without sockets: it runs a request through the application as Kestrel does, on a connection that is used again.</summary>
internal sealed class InProcessServer : IServer
{
    private Func<Exchange, IConnection>? _connect;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _connect = exchange => new Connection<TContext>(application, exchange);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A keep-alive connection that sends one request over and over.</summary>
    public IConnection Connect(Exchange exchange) => _connect!(exchange);

    public void Dispose()
    {
    }

    /// <summary>A connection.</summary>
    internal interface IConnection
    {
        /// <summary>Sends the request and completes with the end of its answer.</summary>
        Task SendAsync();
    }

    private sealed class Connection<TContext>(IHttpApplication<TContext> application, Exchange exchange)
        : FeatureCollection, IHostContextContainer<TContext>, IConnection
        where TContext : notnull
    {
        public TContext? HostContext { get; set; }

        public async Task SendAsync()
        {
            exchange.Begin(this);
            var context = application.CreateContext(this);
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, null);
        }
    }
}
