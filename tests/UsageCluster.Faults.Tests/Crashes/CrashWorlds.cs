using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>The world that the crashes of a class share, for as long as nothing is wrong in it.</summary>
public abstract class CrashWorlds : IAsyncLifetime
{
    private CrashWorld? _world;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
    }

    internal async Task InOneAsync(Func<CrashWorld, Task> crash)
    {
        var world = _world ?? await CrashWorld.StartAsync(await StoreAsync());
        _world = null;
        try
        {
            await crash(world);
            _world = world.IsSpent ? null : world;
        }
        finally
        {
            if (_world is null)
                await world.DisposeAsync();
        }
    }

    private protected abstract Task<CrashStore> StoreAsync();
}

/// <summary>On SQLite.</summary>
public sealed class SqliteCrashWorlds : CrashWorlds
{
    private protected override Task<CrashStore> StoreAsync() => Task.FromResult(CrashStore.OnSqlite());
}

/// <summary>On databases of one PostgreSQL server.</summary>
public sealed class PostgresCrashWorlds : CrashWorlds
{
    private PostgresServer _server = null!;

    public override async Task InitializeAsync() => _server = await PostgresServer.StartNewAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }

    private protected override async Task<CrashStore> StoreAsync() => await CrashStore.OnPostgresAsync(_server);
}
