using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>ledger-bytes</c>: what an event takes on disk: tables, each index and the write-ahead log of PostgreSQL, in large calls and one event a call; tables
/// and indexes of SQLite.
/// </summary>
internal static class LedgerBytesScenario
{
    private const int Companies = 1_000, CallersCount = 2_048;

    private const string Sizes =
        """
        SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'usage' AND c.relkind IN ('r', 'i') ORDER BY c.relname
        """;

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var count = lab.Settings.Events / 3;
        var figures = new List<Figure>();
        var side = await PostgresAsync(lab, count, figures);
        figures.AddRange(await SqliteAsync(count));
        return new ScenarioResult(
            "ledger-bytes",
            new Dictionary<string, Measurement> { [Rounds.Product] = side },
            new Dictionary<string, Ratio>(),
            [
                $"{count:N0} events with ids that are ordered in time, on {GeneratedUsage.CostKeys.Length} cost keys of {Companies:N0} companies, in calls of 10,000 over HTTP; the same one event a call, by {CallersCount:N0} callers",
                "bytes for an event, what the tables had before taken off; the write-ahead log with full-page images",
                "the product's line is the recording of one event a call",
            ],
            Comparison.OfProduct)
        {
            Figures = figures,
        };
    }

    private static async Task<Measurement> PostgresAsync(Lab lab, int count, List<Figure> figures)
    {
        var database = await lab.DatabaseAsync();
        await using (var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database))
        {
            using var setup = new Provisioning(product.Port, Lab.AdminKey);
            await setup.CompaniesAsync(Companies);
            var key = await setup.KeyAsync("runtime", null);
            await lab.CheckpointAsync();
            var before = await LookAsync(database);
            await setup.AllEventsAsync(key, Fresh(count));
            var after = await LookAsync(database);
            foreach (var (relation, bytes) in after.Relations)
            {
                var perEvent = (bytes - before.Relations.GetValueOrDefault(relation)) / (double)count;
                if (perEvent >= 0.5)
                    figures.Add(new Figure($"postgres.{relation}", perEvent, "B"));
            }

            figures.Add(new Figure("postgres.total", (after.Relations.Values.Sum() - before.Relations.Values.Sum()) / (double)count, "B") { IsHeld = true });
            figures.Add(new Figure("postgres.wal", (after.Wal - before.Wal) / (double)count, "B"));
            await product.StopAsync();
        }

        await lab.ClearAsync();
        return await OneByOneAsync(lab, figures);
    }

    private static async Task<Measurement> OneByOneAsync(Lab lab, List<Figure> figures)
    {
        var database = await lab.DatabaseAsync();
        await using var engine = await RecordingEngine.StartAsync(database, Companies);
        var events = new FreshEvents(Companies);
        await lab.CheckpointAsync();
        var before = await LookAsync(database);
        var processor = ProcessTree.ProcessorTime();
        var measured = await Callers.RunAsync(
            CallersCount,
            async _ =>
            {
                await engine.Client.RecordAsync(events.Next(), CancellationToken.None);
                return 1;
            },
            lab.Settings.Round);
        var used = ProcessTree.ProcessorTime() - processor;
        var (after, rows) = (await LookAsync(database), await ProductRows.CountAsync(database));
        figures.Add(new Figure("postgres.walOneByOne", (after.Wal - before.Wal) / (double)rows, "B"));
        figures.Add(new Figure("postgres.totalOneByOne", (after.Relations.Values.Sum() - before.Relations.Values.Sum()) / (double)rows, "B"));
        figures.Add(new Figure("postgres.rowsPerStatement", await ProductRows.MeanBatchAsync(database, Instant.Always), ""));
        return measured with { CpuMicros = used.TotalMicroseconds / rows };
    }

    private static async Task<IReadOnlyList<Figure>> SqliteAsync(int count)
    {
        using var folder = new TempFolder();
        await using (var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder.Path))
        {
            using var setup = new Provisioning(product.Port, Lab.AdminKey);
            await setup.CompaniesAsync(Companies);
            await setup.AllEventsAsync(await setup.KeyAsync("runtime", null), Fresh(count));
            await product.StopAsync();
        }

        // What an index takes is what its going frees.
        var file = Directory.EnumerateFiles(folder.Path, "*.db", SearchOption.AllDirectories).Single();
        var whole = await CompactedAsync(file, []);
        var withoutIndex = await CompactedAsync(file, ["DROP INDEX ledger_entries_event"]);
        var empty = await CompactedAsync(file, ["DROP INDEX ledger_entries_event", "DELETE FROM ledger_entries", "DELETE FROM snapshots"]);
        return
        [
            new Figure("sqlite.ledger_entries", (withoutIndex - empty) / (double)count, "B"),
            new Figure("sqlite.ledger_entries_event", (whole - withoutIndex) / (double)count, "B"),
            new Figure("sqlite.total", (new FileInfo(file).Length - empty) / (double)count, "B") { IsHeld = true },
        ];
    }

    private static async Task<long> CompactedAsync(string file, string[] changes)
    {
        var copy = file + ".copy";
        File.Copy(file, copy, overwrite: true);
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            foreach (var change in (string[])["PRAGMA journal_mode = DELETE", "PRAGMA foreign_keys = OFF", .. changes, "VACUUM"])
            {
#pragma warning disable CA2100 // Constants of this file.
                await using var command = new SqliteCommand(change, connection);
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync();
            }
        }

        var length = new FileInfo(copy).Length;
        File.Delete(copy);
        return length;
    }

    private static IEnumerable<UsageEvent> Fresh(int count)
    {
        var events = new FreshEvents(Companies);
        return Enumerable.Range(0, count).Select(_ => events.Next());
    }

    private static async Task<(Dictionary<string, long> Relations, long Wal)> LookAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        var relations = new Dictionary<string, long>();
        await using (var command = new NpgsqlCommand(Sizes, connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                relations[reader.GetString(0)] = reader.GetInt64(1);
        }

        await using var wal = new NpgsqlCommand("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn", connection);
        return (relations, long.Parse($"{await wal.ExecuteScalarAsync()}", CultureInfo.InvariantCulture));
    }
}
