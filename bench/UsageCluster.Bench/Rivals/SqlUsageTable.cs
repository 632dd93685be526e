using Npgsql;
using NpgsqlTypes;
using UsageCluster.Bench.Data;

namespace UsageCluster.Bench.Rivals;

/// <summary>What a team would build first: an events table with the covering index that its one query wants.</summary>
internal static class SqlUsageTable
{
    public static async Task LoadAsync(string connectionString, int companies, int eventsPerCompany)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, """
            CREATE TABLE rival_companies (company_no int PRIMARY KEY, company_id text NOT NULL, company_name text NOT NULL, ats_no int NOT NULL);
            CREATE TABLE rival_events (
                company_no int NOT NULL, event_id uuid NOT NULL, occurred_at timestamptz NOT NULL, cost_key text NOT NULL,
                duration_ms bigint NOT NULL, is_interview boolean NOT NULL);
            """);
        await using (var writer = await connection.BeginBinaryImportAsync("COPY rival_companies FROM STDIN (FORMAT BINARY)"))
        {
            for (var company = 0; company < companies; company++)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(company, NpgsqlDbType.Integer);
                await writer.WriteAsync(GeneratedUsage.CompanyId(company), NpgsqlDbType.Text);
                await writer.WriteAsync(GeneratedUsage.CompanyName(company), NpgsqlDbType.Text);
                await writer.WriteAsync(1, NpgsqlDbType.Integer);
            }

            await writer.CompleteAsync();
        }

        await using (var writer = await connection.BeginBinaryImportAsync("COPY rival_events FROM STDIN (FORMAT BINARY)"))
        {
            for (var company = 0; company < companies; company++)
            {
                foreach (var e in GeneratedUsage.Of(company, eventsPerCompany))
                {
                    await writer.StartRowAsync();
                    await writer.WriteAsync(company, NpgsqlDbType.Integer);
                    await writer.WriteAsync(Guid.Parse(e.EventId), NpgsqlDbType.Uuid);
                    await writer.WriteAsync(e.OccurredAt.ToDateTimeOffset().UtcDateTime, NpgsqlDbType.TimestampTz);
                    await writer.WriteAsync(e.CostKey, NpgsqlDbType.Text);
                    await writer.WriteAsync(e.DurationMs, NpgsqlDbType.Bigint);
                    await writer.WriteAsync(e.CostKey == "interview_minutes", NpgsqlDbType.Boolean);
                }
            }

            await writer.CompleteAsync();
        }

        await ExecuteAsync(connection, """
            CREATE INDEX ON rival_events (company_no, occurred_at) INCLUDE (cost_key, duration_ms, is_interview);
            VACUUM (ANALYZE) rival_companies;
            """);
        await ExecuteAsync(connection, "VACUUM (ANALYZE) rival_events;");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
#pragma warning disable CA2100 // Constants of this file.
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}
