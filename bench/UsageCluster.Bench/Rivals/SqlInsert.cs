using Npgsql;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;

namespace UsageCluster.Bench.Rivals;

/// <summary>What a team would build first: one INSERT … ON CONFLICT a transaction, prepared, on a pool of connections.</summary>
internal sealed class SqlInsert : IAsyncDisposable
{
    public const int Connections = 32;

    private readonly NpgsqlDataSource _source;
    private readonly FreshEvents _events;

    private SqlInsert(NpgsqlDataSource source, FreshEvents events)
    {
        _source = source;
        _events = events;
    }

    public static async Task<SqlInsert> CreateAsync(string connectionString, FreshEvents events)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = Connections;
        builder.ConnectionStringBuilder.MaxAutoPrepare = 10;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 1;
        var source = builder.Build();
        await using var make = source.CreateCommand("""
            CREATE TABLE IF NOT EXISTS rival_usage (
                company_id text NOT NULL, event_id uuid NOT NULL, occurred_at timestamptz NOT NULL, cost_key text NOT NULL, agent_focus text,
                duration_ms bigint NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (company_id, event_id));
            CREATE INDEX IF NOT EXISTS rival_usage_range ON rival_usage (company_id, occurred_at) INCLUDE (cost_key, duration_ms)
            """);
        await make.ExecuteNonQueryAsync();
        return new SqlInsert(source, events);
    }

    public Task<Measurement> RunAsync(TimeSpan duration) => Callers.RunAsync(Connections, InsertAsync, duration);

    private async ValueTask<int> InsertAsync(int caller)
    {
        var e = _events.Next();
        await using var command = _source.CreateCommand("""
            INSERT INTO rival_usage (company_id, event_id, occurred_at, cost_key, agent_focus, duration_ms)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.CompanyId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(e.EventId) });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = e.OccurredAt.ToDateTimeOffset().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.CostKey });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = e.AgentFocus! });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = e.DurationMs });
        return await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
