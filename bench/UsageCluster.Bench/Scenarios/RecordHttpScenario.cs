using System.Buffers;
using System.Text.Json.Nodes;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Rivals.Limit;
using UsageCluster.Bench.Rivals.Tables;
using UsageCluster.Core.Time;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>record-http</c>: POST /ingest/events on PostgreSQL, 100 events of 100 companies a call.</summary>
internal static class RecordHttpScenario
{
    private const string Path = "/ingest/events";
    private const int Companies = 1_000;
    private const int EventsPerCall = 100;
    private static readonly int[] LimitConnections = [1, 2, 4];
    private static readonly int[] RivalConnections = [8, 32];

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var settings = lab.Settings;
        var (database, ofSql, ofRollup) = (await lab.DatabaseAsync(), await lab.DatabaseAsync(), await lab.DatabaseAsync());
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        await setup.CompaniesAsync(Companies);
        var key = await setup.KeyAsync("runtime", null);
        var events = new FreshEvents(Companies);
        HttpWork Work(string? withKey)
        {
            var calls = new EventCalls(events, EventsPerCall, withKey, settings.Connections);
            return new HttpWork { Next = calls.Next, Rows = EventsPerCall, Expected = calls.Accepted, IsStart = true };
        }

        Side Http(string side, ChildProcess server, HttpWork work) =>
            new(side, duration => HttpLoad.RunAsync(server.Port, work, settings.Connections, duration));
        var ofProduct = Http(Rounds.Product, product, Work(key));
        await ofProduct.RunAsync(settings.WarmUp);
        var warm = Instant.From(DateTimeOffset.UtcNow);
        await ofProduct.RunAsync(settings.WarmUp);
        var meanRows = await ProductRows.MeanBatchAsync(database, warm);
        await using var insert = await UnnestInsert.CreateAsync(database, 100_000);
        var connections = await BestConnections.OfAsync(LimitConnections, count => insert.RunAsync(count, meanRows, settings.Trial));

        await RivalTables.MakeAsync(ofSql, Companies);
        await RivalTables.MakeAsync(ofRollup, Companies);
        var (sql, sqlConnections) = await RivalProcess.StartBestAsync(RivalKind.Sql, ofSql, Work(null), settings, RivalConnections);
        await using var endSql = sql;
        var (rollup, rollupConnections) = await RivalProcess.StartBestAsync(RivalKind.Rollup, ofRollup, Work(null), settings, RivalConnections);
        await using var endRollup = rollup;
        using var folder = new TempFolder();
        var answerFile = System.IO.Path.Combine(folder.Path, "answer.json");
        await File.WriteAllBytesAsync(answerFile, await MustAnswerAlikeAsync(events, product.Port, key, sql.Port, rollup.Port));
        await using var limitHttp = await RivalProcess.LimitAsync(answerFile, database, meanRows, connections, EventsPerCall);

        var began = Instant.From(DateTimeOffset.UtcNow);
        var result = await Rounds.RunAsync(
            "record-http",
            [
                ofProduct,
                new Side("limit", duration => insert.RunAsync(connections, meanRows, duration)),
                Http("limitHttp", limitHttp, Work(null)),
                Http(RivalKind.Sql.Side(), sql, Work(null)),
                Http(RivalKind.Rollup.Side(), rollup, Work(null)),
            ],
            settings,
            [
                $"{Companies:N0} companies, {EventsPerCall} events a call, {settings.Connections} connections; what is counted is events, latencies are of calls",
                $"the product's mean batch before the rounds: {meanRows} rows; limit inserts that many a statement on {connections} connections, without HTTP; limitHttp the same behind a server that reads each call and gives it a ready answer",
                $"best connections to PostgreSQL: sql {sqlConnections}, rollup {rollupConnections}; one statement and transaction a call",
            ],
            lab.CheckpointAsync);
        return result with { Figures = [new Figure("rowsPerAppend", await ProductRows.MeanBatchAsync(database, began), "")] };
    }

    /// <summary>The same events to every side, and then again as duplicates.</summary>
    private static async Task<byte[]> MustAnswerAlikeAsync(FreshEvents events, int product, string key, params int[] rivals)
    {
        var body = new ArrayBufferWriter<byte>();
        EventJson.Write(body, Enumerable.Range(0, EventsPerCall).Select(_ => events.Next()));
        var first = await Answers.PostAsync(product, Path, key, body.WrittenMemory);
        var second = await Answers.PostAsync(product, Path, key, body.WrittenMemory);
        foreach (var rival in rivals)
        {
            Answers.MustEqual("a rival", await Answers.PostAsync(rival, Path, null, body.WrittenMemory), JsonNode.Parse(first)!);
            Answers.MustEqual("a rival", await Answers.PostAsync(rival, Path, null, body.WrittenMemory), JsonNode.Parse(second)!);
        }

        return first;
    }
}
