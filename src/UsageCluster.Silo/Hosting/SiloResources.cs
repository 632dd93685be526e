using System.Data.Common;
using StackExchange.Redis;
using UsageCluster.Ledger.Postgres;

namespace UsageCluster.Silo.Hosting;

/// <summary>What a silo holds open from before it starts until after it has stopped.</summary>
internal sealed class SiloResources : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;

    private SiloResources(PostgresStore store, DbDataSource snapshots, ILoggerFactory loggers)
    {
        Store = store;
        Snapshots = snapshots;
        _loggers = loggers;
    }

    /// <summary>The ledger's database.</summary>
    public PostgresStore Store { get; }

    /// <summary>The connections for snapshots.</summary>
    public DbDataSource Snapshots { get; }

    /// <summary>The membership; null: there is no cluster but this silo.</summary>
    public IConnectionMultiplexer? Redis { get; private set; }

    /// <summary>Opens everything, or nothing. Disposes of <paramref name="loggers"/> in the end, in either case.</summary>
    public static async Task<SiloResources> OpenAsync(
        SiloOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        SiloResources? resources = null;
        try
        {
            var store = await SiloStore.OpenAsync(options, loggers, cancellationToken);
            resources = new SiloResources(store, store.OpenSource(options.Bounds.SnapshotConnectionsMax), loggers);
            if (options.Redis is { } membership)
                resources.Redis = await RedisMembership.ConnectAsync(membership, time, loggers.CreateLogger<SiloHost>(), cancellationToken);
            return resources;
        }
        catch
        {
            if (resources is not null)
                await resources.DisposeAsync();
            else
                loggers.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Redis is not null)
            await Redis.DisposeAsync();
        await Snapshots.DisposeAsync();
        await Store.DisposeAsync();
        _loggers.Dispose();
    }
}
