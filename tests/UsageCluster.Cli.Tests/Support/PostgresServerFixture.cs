using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>The assembly's PostgreSQL server.</summary>
public sealed class PostgresServerFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server => _server!;

    public async Task InitializeAsync() => _server = await PostgresServer.StartNewAsync();

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
