using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Orleans.Bench.Cluster;
using UsageCluster.Orleans.Bench.Recording;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Orleans.Bench.Scenarios;

/// <summary>
/// <c>record</c>: durable acknowledgements a second, one event a call, on PostgreSQL: in the standalone host, in a silo through its own client,
/// and from outside through the recorder; with one silo, and with two of which the other has every second company.
/// </summary>
internal static class RecordScenario
{
    public const int Companies = 1_000;
    public const int CallersCount = 2_048;

    public static async Task<ScenarioResult> RunAsync(BenchSettings settings)
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var redis = await RedisProcess.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        await (await RecordingEngine.StartAsync(database, Companies)).DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        async Task<SiloPlace> PlaceAsync(bool isClustered) =>
            new(await Databases.CopyAsync(postgres, database), isClustered ? redis.ConnectionString : null) { ClusterId = isClustered ? $"bench-{Guid.NewGuid():N}" : "bench" };

        var inOne = await PlaceAsync(isClustered: false);
        var oneOfTwo = await PlaceAsync(isClustered: true);
        var outOfOne = await PlaceAsync(isClustered: false);
        var outOfTwo = await PlaceAsync(isClustered: true);
        await using var standalone = await RecordingProcess.StartAsync(RecordingKind.Standalone, ("ConnectionStrings__Ledger", await Databases.CopyAsync(postgres, database)));
        await using var silo = await RecordingProcess.StartAsync(RecordingKind.Silo, inOne.Environment);
        await using var otherOfTwo = await oneOfTwo.Next().StartAsync();
        await using var siloOfTwo = await RecordingProcess.StartAsync(RecordingKind.Silo, oneOfTwo.Environment);
        await using var alone = await outOfOne.StartAsync();
        await using var recorder = await RecordingProcess.StartAsync(RecordingKind.Recorder, outOfOne.Environment);
        await using var first = await outOfTwo.StartAsync();
        await using var second = await outOfTwo.Next().StartAsync();
        await using var recorderOfTwo = await RecordingProcess.StartAsync(RecordingKind.Recorder, outOfTwo.Environment);

        return await Rounds.RunAsync(
            "record",
            [
                new Side(Sides.Standalone, standalone.RunAsync),
                new Side("one silo", silo.RunAsync),
                new Side("two silos", siloOfTwo.RunAsync),
                new Side("recorder to one silo", recorder.RunAsync),
                new Side("recorder to two silos", recorderOfTwo.RunAsync),
            ],
            settings,
            [
                $"{Companies:N0} companies, {CallersCount:N0} callers, one event a call; fsync and synchronous_commit on",
                "standalone, one silo, two silos: the callers are in the host's process, of two in the first one's; recorder: they are in a process outside of the cluster",
            ],
            () => Databases.CheckpointAsync(postgres),
            Sides.Comparison);
    }
}
