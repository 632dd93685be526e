using Npgsql;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Rivals.Serving;

/// <summary>The one query behind a rival's <c>GET /billing/usage</c>: a row for each company and cost key, in the order of the answer.</summary>
internal static class UsageQuery
{
    private const string Of = """
        SELECT c.company_id, c.company_name, u.cost_key_no, u.events, u.ms
        FROM rival_companies c
        LEFT JOIN LATERAL (
        """;

    private const string Ordered = """
        ) u ON true
        WHERE c.ats_no = $1
        ORDER BY c.company_name, c.company_id
        """;

    private const string FromEvents = Of + """
            SELECT e.cost_key_no, count(*) AS events, sum(e.duration_ms) AS ms
            FROM rival_events e
            WHERE e.company_no = c.company_no AND e.occurred_at >= $2 AND e.occurred_at < $3
            GROUP BY e.cost_key_no
        """ + Ordered;

    private const string FromHours = Of + """
            SELECT p.cost_key_no, sum(p.events) AS events, sum(p.ms)::bigint AS ms
            FROM (
                SELECT h.cost_key_no, h.events, h.ms FROM rival_hours h WHERE h.company_no = c.company_no AND h.hour >= $4 AND h.hour < $5
                UNION ALL
                SELECT e.cost_key_no, 1, e.duration_ms FROM rival_events e WHERE e.company_no = c.company_no AND e.occurred_at >= $2 AND e.occurred_at < $4
                UNION ALL
                SELECT e.cost_key_no, 1, e.duration_ms FROM rival_events e WHERE e.company_no = c.company_no AND e.occurred_at >= $5 AND e.occurred_at < $3) p
            GROUP BY p.cost_key_no
        """ + Ordered;

    /// <summary>The query over [start, end).</summary>
    public static NpgsqlCommand Create(RivalKind kind, NpgsqlDataSource source, DateTime start, DateTime end)
    {
        var command = source.CreateCommand(kind == RivalKind.Sql ? FromEvents : FromHours);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RivalTables.AtsNo });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = start });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = end });
        if (kind == RivalKind.Rollup)
        {
            var (first, last) = WholeHours(start, end);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = first });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = last });
        }

        return command;
    }

    /// <summary>The hours that lie in the range as a whole; an empty stretch within it where there are none.</summary>
    private static (DateTime First, DateTime Last) WholeHours(DateTime start, DateTime end)
    {
        var first = new DateTime((start.Ticks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
        var last = new DateTime(end.Ticks / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour, DateTimeKind.Utc);
        return first < last ? (first, last) : (end, end);
    }
}
