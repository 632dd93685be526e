using Npgsql;
using UsageCluster.Ledger.Postgres.Appending;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>The append's plan must be the same whatever the tables hold and whatever the statistics believe that they hold.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class AppendPlanTests(PostgresStoreFactory factory, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<PostgresStoreFactory>
{
    private const string Types =
        "int[], bigint[], bigint[], bigint[], bigint[], int[], int[], int[], int[], smallint[], smallint[], uuid[], bytea, text[], text[], bytea[], int[], bigint[], bigint[], bigint[], bytea, bigint[]";

    [Theory]
    [InlineData(1, 0, false, 0)]
    [InlineData(1, 0, true, 0)]
    [InlineData(1, 1, true, 0)]
    [InlineData(1, 1, true, 300_000)]
    [InlineData(3, 20, true, 0)]
    [InlineData(1_000, 1, true, 300)]
    [InlineData(1_000, 300, true, 0)]
    public async Task Look_ups_go_by_key(int companies, int entriesEach, bool analysed, int unanalysedEntriesEach)
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await (await database.OpenAsync()).DisposeAsync();
        await database.ExecuteAsync(Companies(companies));
        await database.ExecuteAsync(Entries(1, entriesEach));
        if (analysed)
            await database.ExecuteAsync("ANALYZE");
        await database.ExecuteAsync(Entries(entriesEach + 1, entriesEach + unanalysedEntriesEach));

        var plan = await ExplainAsync(database);
        output.WriteLine(plan);

        var lines = plan.Split('\n').Select(l => l.Trim()).ToList();
        Assert.Contains(lines, l => l.Contains("using entries_event on entries e", StringComparison.Ordinal));
        Assert.Contains("Index Cond: ((company_no = i.company_no) AND (event_key = i.event_key))", lines);
        Assert.Contains(lines, l => l.Contains("using heads_pkey on heads h", StringComparison.Ordinal));
        Assert.Contains("Index Cond: (company_no = ANY ($17))", lines);
        Assert.DoesNotContain(lines, l => l.Contains("Join", StringComparison.Ordinal) || l.Contains("Nested Loop", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(l => l.Contains("hashed SubPlan", StringComparison.Ordinal)));
    }

    private static string Companies(int count) =>
        $"""
        INSERT INTO usage.companies (company_id, company_name, billing_system, billing_system_since)
        SELECT 'c' || n, 'c', 1, 0 FROM generate_series(1, {count}) n;
        INSERT INTO usage.heads (company_no, epoch, version, hash) SELECT company_no, 1, 0, '' FROM usage.companies;
        """;

    private static string Entries(int from, int to) =>
        $"""
        INSERT INTO usage.entries (company_no, version, recorded_at, kind, flags, event_key, hash)
        SELECT company_no, v, 0, 1, 0, gen_random_uuid(), '' FROM usage.companies, generate_series({from}, {to}) v;
        """;

    private static async Task<string> ExplainAsync(PostgresDatabase database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, Options = Database.SharedPlanner };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        var arguments = string.Join(", ", Types.Split(',').Select(type => type == " bytea" ? "''" : "'{}'"));
        await using (var prepare = new NpgsqlCommand($"PREPARE append ({Types}) AS {AppendStatement.Text}", connection) { AllResultTypesAreUnknown = true })
            await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (COSTS OFF) EXECUTE append ({arguments})", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
