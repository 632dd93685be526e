using Npgsql;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Silo.Tests.Process;

/// <summary>Silos as processes of their own, each alone on a database of its own unless told otherwise.</summary>
public sealed class SiloServers : IAsyncLifetime
{
    public const string Program = "UsageCluster.Silo.dll";

    public const string AdminKey = "the-admin-key-of-the-silo's-tests";

    private PostgresServer _postgres = null!;

    public async Task InitializeAsync() => _postgres = await PostgresServer.StartNewAsync(new PostgresServerOptions { Fsync = false });

    public async Task DisposeAsync() => await _postgres.DisposeAsync();

    /// <summary>A new database's connection string.</summary>
    internal Task<string> DatabaseAsync() => _postgres.CreateDatabaseAsync();

    /// <summary>A silo that has said where it listens.</summary>
    internal static Task<ServerProcess> StartAsync(string database, params (string Name, string Value)[] environment) => ServerProcess.StartAsync(
        new ServerStart { Program = Program, Environment = Environment(database, environment) });

    internal static Dictionary<string, string> Environment(string database, params (string Name, string Value)[] environment)
    {
        var all = new Dictionary<string, string>
        {
            ["ConnectionStrings__Ledger"] = database,
            ["USAGE_ADMIN_KEY"] = AdminKey,
            ["USAGE_DRAIN_MS"] = "0",
            ["Silo__SiloPort"] = $"{LoopbackPort.Free()}",
            ["Silo__GatewayPort"] = $"{LoopbackPort.Free()}",
        };
        foreach (var (name, value) in environment)
            all[name] = value;
        return all;
    }

    /// <summary>One value of a database.</summary>
    internal static async Task<T?> AskAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class SiloCollection : ICollectionFixture<SiloServers>
{
    public const string Name = "silos";
}
