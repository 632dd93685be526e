using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Soak.Servers;

/// <summary>
/// Two servers on a kind of store. On PostgreSQL they share a database, and one takes over what the other cannot answer; on SQLite each has a store of
/// its own.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly TempFolder? _folder;

    private World(string steadyStore, string exposedStore, TempFolder folder)
    {
        _folder = folder;
        Steady = new Site("steady", ["--data", steadyStore]);
        Exposed = new Site("exposed", ["--data", exposedStore]);
        Audits = [["--data", steadyStore], ["--data", exposedStore]];
    }

    private World(PostgresServer postgres, string connectionString)
    {
        Postgres = postgres;
        Steady = new Site("steady", ["--ledger", connectionString]);
        Exposed = new Site("exposed", ["--ledger", connectionString]);
        Audits = [["--ledger", connectionString]];
    }

    public Site Steady { get; }

    public Site Exposed { get; }

    /// <summary>The database server; null on SQLite.</summary>
    public PostgresServer? Postgres { get; }

    /// <summary>The arguments that name each of its stores to <c>usage audit</c>.</summary>
    public IReadOnlyList<string[]> Audits { get; }

    public static async Task<World> StartAsync(string store)
    {
        var world = store == "postgres" ? await OnPostgresAsync() : OnSqlite(new TempFolder());
        try
        {
            await world.Steady.StartAsync();
            await world.Exposed.StartAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Steady.DisposeAsync();
        await Exposed.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        _folder?.Dispose();
    }

    private static World OnSqlite(TempFolder folder) => new(folder.Under("steady"), folder.Under("exposed"), folder);

    private static async Task<World> OnPostgresAsync()
    {
        var postgres = await PostgresServer.StartNewAsync();
        return new World(postgres, await postgres.CreateDatabaseAsync());
    }
}
