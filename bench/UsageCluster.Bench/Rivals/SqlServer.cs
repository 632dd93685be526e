using System.Buffers;
using System.Text.Json;
using Npgsql;
using UsageCluster.Bench.Data;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;

namespace UsageCluster.Bench.Rivals;

/// <summary>The same answer from one GROUP BY over the events table, prepared, on as many connections as serve it best.</summary>
internal static class SqlServer
{
    private const string Sql = """
        SELECT c.company_id, c.company_name, u.cost_key, u.events, u.interviews, u.ms
        FROM rival_companies c
        LEFT JOIN LATERAL (
            SELECT e.cost_key, count(*) AS events, count(*) FILTER (WHERE e.is_interview) AS interviews, sum(e.duration_ms)::bigint AS ms
            FROM rival_events e
            WHERE e.company_no = c.company_no AND e.occurred_at >= $1 AND e.occurred_at < $2
            GROUP BY e.cost_key) u ON true
        WHERE c.ats_no = 1
        ORDER BY c.company_name COLLATE "C", c.company_id COLLATE "C", u.cost_key COLLATE "C"
        """;

    public static async Task RunAsync(int port, string connectionString)
    {
        var connections = new NpgsqlDataSourceBuilder(connectionString);
        connections.ConnectionStringBuilder.MaxPoolSize = 4;
        connections.ConnectionStringBuilder.MaxAutoPrepare = 10;
        connections.ConnectionStringBuilder.AutoPrepareMinUsages = 1;
        await using var source = connections.Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/healthz/ready")
                return;
            var body = new ArrayBufferWriter<byte>(4096);
            await using (var command = source.CreateCommand(Sql))
            {
                command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = GeneratedUsage.Range.Start.ToDateTimeOffset().UtcDateTime });
                command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = GeneratedUsage.Range.End.ToDateTimeOffset().UtcDateTime });
                await using var rows = await command.ExecuteReaderAsync(context.RequestAborted);
                await WriteAsync(rows, body);
            }

            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.WrittenCount;
            await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
        });
        await app.RunAsync();
    }

    private static async Task WriteAsync(NpgsqlDataReader rows, ArrayBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartObject("data");
        json.WriteStartArray("companies");
        var totals = new SortedDictionary<string, (long Events, long Ms)>(StringComparer.Ordinal);
        var buckets = new List<(string CostKey, long Events, long Ms)>();
        string? id = null, name = null;
        long interviews = 0, allInterviews = 0;
        while (true)
        {
            var more = await rows.ReadAsync();
            if (id is not null && (!more || rows.GetString(0) != id))
            {
                WriteCompany(json, id, name!, interviews, buckets);
                allInterviews += interviews;
                buckets.Clear();
                interviews = 0;
            }

            if (!more)
                break;
            (id, name) = (rows.GetString(0), rows.GetString(1));
            if (rows.IsDBNull(2))
                continue;
            var (costKey, events, ms) = (rows.GetString(2), rows.GetInt64(3), rows.GetInt64(5));
            interviews += rows.GetInt64(4);
            buckets.Add((costKey, events, ms));
            totals.TryGetValue(costKey, out var total);
            totals[costKey] = (total.Events + events, total.Ms + ms);
        }

        json.WriteEndArray();
        WriteFigures(json, allInterviews, totals.Select(t => (t.Key, t.Value.Events, t.Value.Ms)).ToList());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCompany(Utf8JsonWriter json, string id, string name, long interviews, List<(string, long, long)> buckets)
    {
        json.WriteStartObject();
        json.WriteString("companyId", id);
        json.WriteString("companyName", name);
        json.WriteString("billingSystem", "minutes");
        WriteFigures(json, interviews, buckets);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, long interviews, List<(string CostKey, long Events, long Ms)> buckets)
    {
        WriteMinutes(json, "totalMinutesUsed", buckets.Sum(b => b.Ms));
        json.WriteNumber("totalInterviews", interviews);
        json.WriteStartArray("breakdownByCostKey");
        foreach (var (costKey, events, ms) in buckets)
        {
            json.WriteStartObject();
            json.WriteString("costKey", costKey);
            WriteMinutes(json, "minutesUsed", ms);
            json.WriteNumber("events", events);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMinutes(Utf8JsonWriter json, string name, long ms)
    {
        Span<byte> digits = stackalloc byte[SixDigits.LengthMax];
        json.WritePropertyName(name);
        json.WriteRawValue(digits[..SixDigits.Format(BillingSystem.Minutes, ms, digits)], skipInputValidation: true);
    }
}
