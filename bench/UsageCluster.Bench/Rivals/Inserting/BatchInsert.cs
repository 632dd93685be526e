using Npgsql;
using UsageCluster.Bench.Rivals.Serving;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Rivals.Inserting;

/// <summary>The events of one call in one statement, which is the transaction.</summary>
internal sealed class BatchInsert(RivalKind kind, NpgsqlDataSource source, RivalNames names)
{
    private const string Booked = """
        WITH booked AS (
            INSERT INTO rival_events (event_id, company_no, occurred_at, cost_key_no, duration_ms)
            SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            RETURNING event_id, company_no, occurred_at, cost_key_no, duration_ms)
        """;

    private const string Alone = Booked + "SELECT event_id FROM booked";

    // In the order of the key, so that transactions that meet in several hours do not wait for each other in a circle.
    private const string WithHours = Booked + """
        , summed AS (
            INSERT INTO rival_hours AS h (company_no, hour, cost_key_no, events, ms)
            SELECT company_no, date_trunc('hour', occurred_at, 'UTC') AS hour, cost_key_no, count(*), sum(duration_ms) FROM booked
            GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            ON CONFLICT (company_no, hour, cost_key_no) DO UPDATE SET events = h.events + EXCLUDED.events, ms = h.ms + EXCLUDED.ms)
        SELECT event_id FROM booked
        """;

    /// <summary>The ids of those that were new.</summary>
    public async Task<HashSet<Guid>> InsertAsync(PostedEvent[] events)
    {
        await using var command = source.CreateCommand(kind == RivalKind.Sql ? Alone : WithHours);
        Add(command, events, e => e.EventId);
        Add(command, events, e => names.CompanyNos[e.CompanyId]);
        Add(command, events, e => e.OccurredAt.UtcDateTime);
        Add(command, events, e => names.CostKeyNos[e.CostKey]);
        Add(command, events, e => (int)(e.DurationSeconds * 1000));
        var booked = new HashSet<Guid>(events.Length);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            booked.Add(rows.GetGuid(0));
        return booked;
    }

    private static void Add<T>(NpgsqlCommand command, PostedEvent[] events, Converter<PostedEvent, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Array.ConvertAll(events, value) });
}
