using UsageCluster.Actors.Companies;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Rivals.Inserting;
using UsageCluster.Bench.Rivals.Limit;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>record</c> and <c>record-hot</c>: durable acknowledgements a second through the client, one event a call, on PostgreSQL; over many companies, and all for one.
/// </summary>
internal static class RecordScenario
{
    private const int CallersCount = 2_048;
    private const int LimitRows = 500;
    private static readonly int[] ConnectionCounts = [1, 2, 4];

    public static Task<ScenarioResult> ManyAsync(Lab lab) => RunAsync("record", 1_000, lab);

    public static Task<ScenarioResult> HotAsync(Lab lab) => RunAsync("record-hot", 1, lab);

    private static async Task<ScenarioResult> RunAsync(string name, int companies, Lab lab)
    {
        var settings = lab.Settings;
        var (database, ofSql, ofRollup) = (await lab.DatabaseAsync(), await lab.DatabaseAsync(), await lab.DatabaseAsync());
        await using var engine = await RecordingEngine.StartAsync(database, companies);
        var events = new FreshEvents(companies);
        var acknowledged = 0L;
        Task<Measurement> RecordAsync(TimeSpan duration) => Callers.RunAsync(
            CallersCount,
            async _ =>
            {
                var outcome = await engine.Client.RecordAsync(events.Next(), CancellationToken.None);
                if (outcome.Status != RecordStatus.Accepted)
                    throw new InvalidOperationException($"{outcome.Status}: {outcome.Code}");
                Interlocked.Increment(ref acknowledged);
                return 1;
            },
            duration);

        // The limit is given the product's rows and its mean batch size.
        await RecordAsync(settings.WarmUp);
        var warm = Instant.From(DateTimeOffset.UtcNow);
        await RecordAsync(settings.WarmUp);
        var meanRows = await ProductRows.MeanBatchAsync(database, warm);
        await using var limit = await UnnestInsert.CreateAsync(database, 100_000);
        await using var sql = await SingleInsert.CreateAsync(RivalKind.Sql, ofSql, events, companies);
        await using var rollup = await SingleInsert.CreateAsync(RivalKind.Rollup, ofRollup, events, companies);
        async Task<(Side Side, int Connections)> LimitAsync(string side, int rows)
        {
            var best = companies == 1 ? 1 : await BestConnections.OfAsync(ConnectionCounts, connections => limit.RunAsync(connections, rows, settings.Trial));
            return (new Side(side, duration => limit.RunAsync(best, rows, duration)), best);
        }

        var (atMean, connectionsAtMean) = await LimitAsync("limit", meanRows);
        var (at500, connectionsAt500) = await LimitAsync("limit500", LimitRows);
        var began = Instant.From(DateTimeOffset.UtcNow);
        var result = await Rounds.RunAsync(
            name,
            [new Side(Rounds.Product, RecordAsync), atMean, at500, sql.Side, rollup.Side],
            settings,
            [
                $"{(companies == 1 ? "1 company" : $"{companies:N0} companies")}, {CallersCount:N0} callers, one event a call; fsync and synchronous_commit on",
                $"the product's mean batch before the rounds: {meanRows} rows; limit at that size on {connectionsAtMean} connections, limit500 at 500 rows on {connectionsAt500}; sql and rollup on {SingleInsert.Connections} connections",
                "limits count rows, and their latencies are of statements",
            ],
            lab.CheckpointAsync);
        var stored = await ProductRows.CountAsync(database);
        if (stored != acknowledged)
            throw new InvalidDataException($"{acknowledged:N0} acknowledged, {stored:N0} stored.");
        await sql.CheckAsync();
        await rollup.CheckAsync();
        return result with { Figures = [new Figure("rowsPerAppend", await ProductRows.MeanBatchAsync(database, began), "")] };
    }
}
