using Npgsql;
using NpgsqlTypes;
using UsageCluster.Bench.Data;

namespace UsageCluster.Bench.Rivals.Tables;

/// <summary>
/// The rivals' tables. Companies and cost keys are numbers, and the index that the query wants has all that it reads, so that the table itself is
/// never touched. Partitions have nothing to give: the index leads to the range as it is.
/// </summary>
internal static class RivalTables
{
    public const int AtsNo = 1;

    private const string Tables = """
        CREATE TABLE rival_companies (company_no int PRIMARY KEY, ats_no int NOT NULL, company_id text COLLATE "C" NOT NULL, company_name text COLLATE "C" NOT NULL);
        CREATE TABLE rival_cost_keys (cost_key_no smallint PRIMARY KEY, cost_key text COLLATE "C" NOT NULL UNIQUE, is_interview boolean NOT NULL);
        CREATE TABLE rival_events (
            occurred_at timestamptz NOT NULL, event_id uuid NOT NULL, company_no int NOT NULL, duration_ms int NOT NULL, cost_key_no smallint NOT NULL);
        CREATE TABLE rival_hours (
            hour timestamptz NOT NULL, ms bigint NOT NULL, company_no int NOT NULL, events int NOT NULL, cost_key_no smallint NOT NULL) WITH (fillfactor = 50)
        """;

    private const string EventIndexes = """
        ALTER TABLE rival_events ADD PRIMARY KEY (company_no, event_id);
        CREATE INDEX rival_events_range ON rival_events (company_no, occurred_at) INCLUDE (cost_key_no, duration_ms);
        CREATE INDEX rival_companies_of_ats ON rival_companies (ats_no, company_name, company_id) INCLUDE (company_no)
        """;

    // What the index carries makes reads faster, but every update of an hour would then have to write to it: without, updates stay on their page.
    private const string HoursForReads = "ALTER TABLE rival_hours ADD PRIMARY KEY (company_no, hour, cost_key_no) INCLUDE (events, ms)";
    private const string HoursForWrites = "ALTER TABLE rival_hours ADD PRIMARY KEY (company_no, hour, cost_key_no)";

    /// <summary>Makes tables full of generated usage, as reads like them best.</summary>
    public static async Task LoadAsync(string connectionString, int companies, int eventsPerCompany)
    {
        await using var source = RivalDatabase.Open(connectionString, 1);
        await source.ExecuteAsync(Tables);
        await AddNamesAsync(source, companies);
        await using (var connection = await source.OpenConnectionAsync())
        await using (var writer = await connection.BeginBinaryImportAsync("COPY rival_events FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var (company, e) in Enumerable.Range(0, companies).SelectMany(c => GeneratedUsage.Of(c, eventsPerCompany).Select(e => (c, e))))
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(e.OccurredAt.ToDateTimeOffset().UtcDateTime, NpgsqlDbType.TimestampTz);
                await writer.WriteAsync(Guid.Parse(e.EventId), NpgsqlDbType.Uuid);
                await writer.WriteAsync(company, NpgsqlDbType.Integer);
                await writer.WriteAsync((int)e.DurationMs, NpgsqlDbType.Integer);
                await writer.WriteAsync((short)Array.IndexOf(GeneratedUsage.CostKeys, e.CostKey), NpgsqlDbType.Smallint);
            }

            await writer.CompleteAsync();
        }

        await source.ExecuteAsync("""
            INSERT INTO rival_hours (hour, company_no, cost_key_no, events, ms)
            SELECT date_trunc('hour', occurred_at, 'UTC'), company_no, cost_key_no, count(*), sum(duration_ms) FROM rival_events GROUP BY 1, 2, 3 ORDER BY 2, 1, 3
            """);
        await source.ExecuteAsync(EventIndexes);
        await source.ExecuteAsync(HoursForReads);
        await source.ExecuteAsync("VACUUM (ANALYZE) rival_companies, rival_cost_keys, rival_events, rival_hours");
    }

    /// <summary>Makes tables without usage, as writes like them best.</summary>
    public static async Task MakeAsync(string connectionString, int companies)
    {
        await using var source = RivalDatabase.Open(connectionString, 1);
        await source.ExecuteAsync(Tables);
        await AddNamesAsync(source, companies);
        await source.ExecuteAsync(EventIndexes);
        await source.ExecuteAsync(HoursForWrites);
    }

    private static async Task AddNamesAsync(NpgsqlDataSource source, int companies)
    {
        await using (var add = source.CreateCommand("""
            INSERT INTO rival_companies (company_no, ats_no, company_id, company_name)
            SELECT no - 1, $1, id, name FROM unnest($2, $3) WITH ORDINALITY AS given (id, name, no)
            """))
        {
            add.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtsNo });
            add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Range(0, companies).Select(GeneratedUsage.CompanyId)] });
            add.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Range(0, companies).Select(GeneratedUsage.CompanyName)] });
            await add.ExecuteNonQueryAsync();
        }

        await using var keys = source.CreateCommand("""
            INSERT INTO rival_cost_keys (cost_key_no, cost_key, is_interview)
            SELECT no - 1, name, name = 'interview_minutes' FROM unnest($1) WITH ORDINALITY AS given (name, no)
            """);
        keys.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = GeneratedUsage.CostKeys });
        await keys.ExecuteNonQueryAsync();
    }
}
