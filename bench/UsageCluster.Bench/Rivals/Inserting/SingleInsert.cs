using Npgsql;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Rivals.Inserting;

/// <summary>One event a statement, which is the transaction; prepared, on a pool of connections.</summary>
internal sealed class SingleInsert : IAsyncDisposable
{
    public const int Connections = 32;

    private const string Event = """
        INSERT INTO rival_events (event_id, company_no, occurred_at, cost_key_no, duration_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """;

    // The hour comes last: other events of it wait from then to the commit.
    private const string EventAndHour = $"""
        WITH booked AS ({Event} RETURNING 1)
        INSERT INTO rival_hours AS h (company_no, hour, cost_key_no, events, ms) SELECT $2, $6, $4, 1, $5 FROM booked
        ON CONFLICT (company_no, hour, cost_key_no) DO UPDATE SET events = h.events + 1, ms = h.ms + EXCLUDED.ms
        """;

    private readonly RivalKind _kind;
    private readonly NpgsqlDataSource _source;
    private readonly RivalNames _names;
    private readonly FreshEvents _events;
    private long _acknowledged;

    private SingleInsert(RivalKind kind, NpgsqlDataSource source, RivalNames names, FreshEvents events)
    {
        _kind = kind;
        _source = source;
        _names = names;
        _events = events;
    }

    /// <summary>Makes its tables in an empty database.</summary>
    public static async Task<SingleInsert> CreateAsync(RivalKind kind, string connectionString, FreshEvents events, int companies)
    {
        await RivalTables.MakeAsync(connectionString, companies);
        var source = RivalDatabase.Open(connectionString, Connections);
        return new SingleInsert(kind, source, await RivalNames.ReadAsync(source), events);
    }

    public Side Side => new(_kind.Side(), duration => Callers.RunAsync(Connections, InsertAsync, duration));

    /// <summary>Throws unless what was acknowledged is there, and the hours add up to it.</summary>
    public async Task CheckAsync()
    {
        var rows = await _source.CountAsync("SELECT count(*) FROM rival_events");
        var summed = _kind == RivalKind.Sql ? rows : await _source.CountAsync("SELECT sum(events) FROM rival_hours");
        if (rows != _acknowledged || summed != rows)
            throw new InvalidDataException($"{_kind}: {_acknowledged:N0} acknowledged, {rows:N0} stored, {summed:N0} summed.");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async ValueTask<int> InsertAsync(int caller)
    {
        var e = _events.Next();
        var at = e.OccurredAt.ToDateTimeOffset().UtcDateTime;
        await using var command = _source.CreateCommand(_kind == RivalKind.Sql ? Event : EventAndHour);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(e.EventId) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _names.CompanyNos[e.CompanyId] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at });
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = _names.CostKeyNos[e.CostKey] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = (int)e.DurationMs });
        if (_kind == RivalKind.Rollup)
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour)) });
        var stored = await command.ExecuteNonQueryAsync();
        Interlocked.Add(ref _acknowledged, stored);
        return stored;
    }
}
