using Npgsql;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;
using UsageCluster.Ledger.Postgres.Leases;

namespace UsageCluster.Ledger.Tests.Postgres.Together;

/// <summary>Statements about many companies go along the indexes to each, whatever the tables hold and whatever the statistics believe that they hold.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class TogetherPlanTests(PostgresStoreFactory factory, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<PostgresStoreFactory>
{
    [Theory]
    [InlineData(1, 0, false, 0)]
    [InlineData(1, 1, true, 100_000)]
    [InlineData(1_000, 50, true, 0)]
    public async Task A_company_is_found_by_its_keys_and_its_pages_by_version(int companies, int entriesEach, bool analysed, int unanalysedEntriesEach)
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await (await database.OpenAsync()).DisposeAsync();
        await database.ExecuteAsync(
            $"""
            INSERT INTO usage.companies (company_id, company_name, billing_system, billing_system_since)
            SELECT 'c' || n, 'c', 1, 0 FROM generate_series(1, {companies}) n;
            INSERT INTO usage.heads (company_no, epoch, version, hash) SELECT company_no, 1, 0, '' FROM usage.companies;
            {Entries(1, entriesEach)}
            """);
        if (analysed)
            await database.ExecuteAsync("ANALYZE");
        await database.ExecuteAsync(Entries(entriesEach + 1, entriesEach + unanalysedEntriesEach));

        var pages = await ExplainAsync(database, TailReader.Together, "int[], bigint[], int[]", "'{}', '{}', '{}'");
        Assert.Contains(pages, l => l.Contains("using entries_version on entries e", StringComparison.Ordinal));
        Assert.Contains("Index Cond: ((company_no = w.company) AND (version > w.after_version))", pages);
        Assert.DoesNotContain(pages, l => l.Contains("Sort", StringComparison.Ordinal));
        var heads = await ExplainAsync(database, CompaniesTaking.LockHeads, "text[]", "'{}'");
        Assert.Equal(2, heads.Count(l => l.Contains("using companies_company_id_key on companies", StringComparison.Ordinal)));
        Assert.Equal(2, heads.Count(l => l == "Index Cond: (company_id = ANY ($1))"));
        Assert.Contains(heads, l => l.Contains("using heads_pkey on heads", StringComparison.Ordinal));
        Assert.Contains(heads, l => l.StartsWith("Index Cond: (company_no = ANY (", StringComparison.Ordinal));
        var take = await ExplainAsync(database, CompaniesTaking.Take, "bigint", "1");
        Assert.Contains(take, l => l.Contains("using heads_pkey on heads h", StringComparison.Ordinal));
        Assert.Contains(take, l => l.StartsWith("Index Cond: (company_no = ANY (", StringComparison.Ordinal));
    }

    private static string Entries(int from, int to) =>
        $"""
        INSERT INTO usage.entries (company_no, version, recorded_at, kind, flags, event_key, hash)
        SELECT company_no, v, 0, 1, 0, gen_random_uuid(), '' FROM usage.companies, generate_series({from}, {to}) v;
        """;

    private async Task<List<string>> ExplainAsync(PostgresDatabase database, string statement, string types, string arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, Options = Database.SharedPlanner };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using (var set = new NpgsqlCommand("SET usage.taken = '{}'", connection))
            await set.ExecuteNonQueryAsync();
        await using (var prepare = new NpgsqlCommand($"PREPARE shared ({types}) AS {statement}", connection) { AllResultTypesAreUnknown = true })
            await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (COSTS OFF) EXECUTE shared ({arguments})", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0).Trim());
        output.WriteLine(string.Join('\n', lines));
        return lines;
    }
}
