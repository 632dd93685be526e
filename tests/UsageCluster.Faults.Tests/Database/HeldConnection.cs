using Npgsql;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>Another session on the same database, with what it holds until it ends.</summary>
internal sealed class HeldConnection : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldConnection(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Opens it, and runs statements if any. Throws <see cref="PostgresException"/>.</summary>
    public static async Task<HeldConnection> OpenAsync(string ledger, string? sql = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(ledger) { Pooling = false, ApplicationName = "held" };
        var held = new HeldConnection(new NpgsqlConnection(settings.ConnectionString));
        try
        {
            await held._connection.OpenAsync();
            if (sql is not null)
                await held.ExecuteAsync(sql);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the sessions of the program on a database: it has to open new ones.</summary>
    public static Task EndOthersAsync(string ledger) => PostgresServer.ExecuteAsync(ledger, EndOthers);

    /// <summary>The same, by this session.</summary>
    public Task EndOthersAsync() => ExecuteAsync(EndOthers);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private const string EndOthers = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'usagecluster' AND datname = current_database()";

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
