using Npgsql;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A primary and a standby that follows it by streaming, and a database on them.</summary>
internal sealed class ReplicatedServer : IAsyncDisposable
{
    private const string Name = "standby";

    private ReplicatedServer(PostgresServer primary, PostgresServer standby, string database)
    {
        Primary = primary;
        Standby = standby;
        OnPrimary = database;
        OnStandby = new NpgsqlConnectionStringBuilder(database) { Port = standby.Port }.ConnectionString;
        Ledger = new NpgsqlConnectionStringBuilder(database) { Host = $"127.0.0.1:{primary.Port},127.0.0.1:{standby.Port}" }.ConnectionString;
    }

    public PostgresServer Primary { get; }

    public PostgresServer Standby { get; }

    public string OnPrimary { get; }

    public string OnStandby { get; }

    /// <summary>Names both servers, the first primary first.</summary>
    public string Ledger { get; }

    public static async Task<ReplicatedServer> StartAsync(bool isSynchronous)
    {
        var primary = await PostgresServer.StartOwnAsync();
        PostgresServer? standby = null;
        try
        {
            var database = await primary.CreateDatabaseAsync();
            standby = await primary.StartStandbyAsync(Name);
            await primary.WaitForStandbyAsync(Name);
            if (!isSynchronous)
                await LeaveAloneAsync(primary);
            return new ReplicatedServer(primary, standby, database);
        }
        catch
        {
            if (standby is not null)
                await standby.DisposeAsync();
            await primary.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server waits for no standby any more.</summary>
    public static async Task LeaveAloneAsync(PostgresServer server)
    {
        await server.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await server.ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>The primary is lost, and the standby becomes one.</summary>
    public async Task FailOverAsync()
    {
        await Primary.KillAsync();
        await Standby.PromoteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Standby.KillAsync();
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
    }
}
