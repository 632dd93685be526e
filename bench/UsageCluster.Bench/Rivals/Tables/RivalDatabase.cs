using Npgsql;

namespace UsageCluster.Bench.Rivals.Tables;

/// <summary>Connections as the rivals want them: pooled, every statement prepared, plans for short queries.</summary>
internal static class RivalDatabase
{
    /// <param name="connectionString">The rival's database.</param>
    /// <param name="connections">The most connections at a time.</param>
    /// <param name="parallelWorkers">Processes that one query may use besides its own.</param>
    public static NpgsqlDataSource Open(string connectionString, int connections, int parallelWorkers = 0)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var text = builder.ConnectionStringBuilder;
        text.MaxPoolSize = connections;
        text.MaxAutoPrepare = 10;
        text.AutoPrepareMinUsages = 1;
        // Compiling such a query takes longer than running it.
        text.Options = $"-c jit=off -c work_mem=32MB -c max_parallel_workers_per_gather={parallelWorkers}";
        return builder.Build();
    }

    public static async Task ExecuteAsync(this NpgsqlDataSource source, string statements)
    {
        foreach (var statement in statements.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = source.CreateCommand(statement);
            command.CommandTimeout = 600;
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A number that a query without parameters answers.</summary>
    public static async Task<long> CountAsync(this NpgsqlDataSource source, string query)
    {
        await using var command = source.CreateCommand(query);
        command.CommandTimeout = 600;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
