using Npgsql;
using UsageCluster.Actors.Companies;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Rivals;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>record</c>: durable acknowledgements a second through the client, one event a call, on PostgreSQL.</summary>
internal static class RecordScenario
{
    private const int Companies = 1_000;
    private const int CallersCount = 2_048;
    private static readonly int[] ConnectionCounts = [1, 2, 4];

    public static async Task<ScenarioResult> RunAsync(BenchSettings settings)
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await using var engine = await RecordingEngine.StartAsync(database, Companies);
        var events = new FreshEvents(Companies);
        Task<Measurement> RecordAsync(TimeSpan duration) => Callers.RunAsync(
            CallersCount,
            async _ =>
            {
                var outcome = await engine.Client.RecordAsync(events.Next(), CancellationToken.None);
                return outcome.Status == RecordStatus.Accepted ? 1 : throw new InvalidOperationException($"{outcome.Status}: {outcome.Code}");
            },
            duration);

        // The rival is given the product's rows and its mean batch size.
        await RecordAsync(settings.WarmUp);
        var meanRows = engine.Ledger.MeanRows;
        await using var limit = await UnnestInsert.CreateAsync(database, 100_000);
        var connections = await BestAsync(limit, meanRows, settings.WarmUp);
        var connections500 = await BestAsync(limit, 500, settings.WarmUp);
        await using var sql = await SqlInsert.CreateAsync(database, events);

        return await Rounds.RunAsync(
            "record",
            [
                new Side(Rounds.Product, RecordAsync),
                new Side("limit", duration => limit.RunAsync(connections, meanRows, duration)),
                new Side("limit500", duration => limit.RunAsync(connections500, 500, duration)),
                new Side("sql", sql.RunAsync),
            ],
            settings,
            [
                $"{Companies:N0} companies, {CallersCount:N0} callers, one event a call; fsync and synchronous_commit on",
                $"the product's mean batch before the rounds: {meanRows} rows; limit at that size on {connections} connections, limit500 at 500 rows on {connections500}; sql on {SqlInsert.Connections} connections",
                "limits count rows, and their latencies are of statements",
            ],
            () => CheckpointAsync(database));
    }

    private static async Task<int> BestAsync(UnnestInsert limit, int rows, TimeSpan duration)
    {
        var best = (Connections: 0, PerSecond: 0.0);
        foreach (var connections in ConnectionCounts)
        {
            var measured = await limit.RunAsync(connections, rows, duration);
            if (measured.PerSecond > best.PerSecond)
                best = (connections, measured.PerSecond);
        }

        return best.Connections;
    }

    /// <summary>So that no side pays for the pages that another has dirtied.</summary>
    private static async Task CheckpointAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CHECKPOINT", connection);
        await command.ExecuteNonQueryAsync();
    }
}
