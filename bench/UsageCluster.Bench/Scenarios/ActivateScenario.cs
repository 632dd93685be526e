using System.Diagnostics;
using System.Text.Json.Nodes;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>activate</c>: the first read of a company, over all of its events, after a restart of the product on PostgreSQL, against rivals that have been
/// running. A second company of the same size tells what of that is the company's, and what the new process's.
/// </summary>
internal static class ActivateScenario
{
    private const int RivalAnswers = 9;
    private static readonly string Query = Answers.QueryOver(GeneratedUsage.Whole);

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var count = lab.Settings.Events;
        var database = await lab.DatabaseAsync();
        Console.Error.WriteLine($"  activate: loading two companies with {count:N0} events each");
        var keys = await LoadAsync(database, count);
        var ofRivals = await lab.DatabaseAsync();
        await RivalTables.LoadAsync(ofRivals, 1, count);
        // One call at a time: a query may have all cores.
        await using var sql = await RivalProcess.StartAsync(RivalKind.Sql, ofRivals, 1, Environment.ProcessorCount);
        await using var rollup = await RivalProcess.StartAsync(RivalKind.Rollup, ofRivals, 1, Environment.ProcessorCount);
        var expected = NaiveAnswer.Of(1, count, GeneratedUsage.Whole);
        foreach (var server in (ChildProcess[])[sql, rollup])
            Answers.MustEqual("a rival", await Answers.GetAsync(server.Port, Query, null), expected);

        var second = new List<double>();
        var result = await Rounds.RunAsync(
            "activate",
            [
                new Side(Rounds.Product, _ => FirstReadsAsync(database, keys, expected, second)) { IsOnce = true },
                new Side(RivalKind.Sql.Side(), _ => MedianReadAsync(sql.Port)) { IsOnce = true },
                new Side(RivalKind.Rollup.Side(), _ => MedianReadAsync(rollup.Port)) { IsOnce = true },
            ],
            lab.Settings,
            [
                $"a company with {count:N0} events, all of them in range; the product's process is new, and this is the first request for usage that it gets",
                "secondCompanyMs: the first read of another company of that size right after; sqlOverSecondCompany: the sql answer over that",
                $"the rivals have been running, and have the machine for themselves: the median of {RivalAnswers} answers",
            ]);
        var secondMs = Ratio.Of(second).Median;
        return result with
        {
            Figures =
            [
                new Figure("secondCompanyMs", secondMs, "ms"),
                new Figure("sqlOverSecondCompany", result.Sides[RivalKind.Sql.Side()].P50Ms / secondMs, "×"),
            ],
        };
    }

    private static async Task<(string First, string Second)> LoadAsync(string database, int count)
    {
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        await setup.CompaniesAsync(2);
        var writer = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(writer, 0, 1, count);
        await setup.EventsAsync(writer, 1, 1, count);
        var keys = (await setup.KeyAsync("company", GeneratedUsage.CompanyId(0)), await setup.KeyAsync("company", GeneratedUsage.CompanyId(1)));
        await product.StopAsync();
        return keys;
    }

    private static async Task<Measurement> FirstReadsAsync(string database, (string First, string Second) keys, JsonNode expected, List<double> second)
    {
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database);
        var taken = await OneReadAsync(product.Port, keys.First);
        second.Add((await OneReadAsync(product.Port, keys.Second)).TotalMilliseconds);
        Answers.MustEqual(Rounds.Product, await Answers.GetAsync(product.Port, Query, keys.First), expected);
        await product.StopAsync();
        return Measurement.OfOne(taken);
    }

    private static async Task<Measurement> MedianReadAsync(int port)
    {
        var all = new List<double>();
        for (var i = 0; i < RivalAnswers; i++)
            all.Add((await OneReadAsync(port, null)).TotalMilliseconds);
        return Measurement.OfOne(TimeSpan.FromMilliseconds(Ratio.Of(all).Median));
    }

    private static async Task<TimeSpan> OneReadAsync(int port, string? key)
    {
        using var connection = await HttpConnection.OpenAsync(port);
        var request = HttpWork.Request(Query, key);
        var watch = Stopwatch.StartNew();
        var answer = await connection.ExchangeAsync(request);
        return answer.Status == 200 ? watch.Elapsed : throw new InvalidDataException($"Status {answer.Status}.");
    }
}
