using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>What is asked all the time costs the server next to nothing, whatever its statistics believe.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresPlannerTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    [Fact]
    public async Task No_session_has_its_statements_compiled()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await using var connections = new Database(new PostgresStoreOptions { ConnectionString = database.ConnectionString }, NullLoggerFactory.Instance);
        await using var library = connections.SourceForLibrary(1);

        await using var rest = await connections.OpenAsync(default);
        await using var shared = await connections.OpenSharedAsync(default);
        await using var ofLibrary = await library.OpenConnectionAsync();
        Assert.Equal(
            ["off", "off", "off", "off"],
            [await CompilesAsync(rest), await CompilesAsync(shared), await CompilesAsync(ofLibrary), await connections.LeaseAsync(CompilesAsync, default)]);
    }

    [Theory]
    [InlineData(5_000, "(never executed)")]
    [InlineData(4_999, "(actual rows=1 loops=1)")]
    public async Task Who_asks_what_has_changed_looks_at_the_changes_only_if_there_are_some(long seen, string expected)
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await (await database.OpenAsync()).DisposeAsync();
        // A row that was updated often, of which there are no statistics.
        await database.ExecuteAsync(
            """
            ALTER TABLE usage.control_revision SET (autovacuum_enabled = off);
            ALTER TABLE usage.control_changes SET (autovacuum_enabled = off);
            INSERT INTO usage.control_changes (revision, kind, id) SELECT n, 1, 'c' || n FROM generate_series(1, 5000) n;
            DO 'BEGIN FOR i IN 1..5000 LOOP UPDATE usage.control_revision SET revision = i; END LOOP; END';
            """);

        var plan = await ExplainAsync(database, seen);
        Assert.Contains(plan, l => l.Contains("on control_changes", StringComparison.Ordinal) && l.EndsWith(expected, StringComparison.Ordinal));
        Assert.Contains(plan, l => l.StartsWith("Nested Loop Left Join", StringComparison.Ordinal) && CostOf(l) < 1_000);
    }

    private static async Task<string> CompilesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SHOW jit", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    // "Nested Loop Left Join  (cost=0.29..26.61 rows=9 width=42) (actual …"
    private static double CostOf(string line) => double.Parse(line.Split("..")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> ExplainAsync(PostgresDatabase database, long seen)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using (var prepare = new NpgsqlCommand($"PREPARE poll (bigint, bigint, bigint) AS {ChangeLog.Since}", connection) { AllResultTypesAreUnknown = true })
            await prepare.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) EXECUTE poll ({seen}, 10000, 1001)", connection);
        await using var reader = await explain.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0).Trim());
        return lines;
    }
}
