using System.Diagnostics;
using System.Net;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Orleans.Bench.Cluster;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Orleans.Bench.Scenarios;

/// <summary>
/// <c>read-company</c> and <c>read-ats</c>: GET /billing/usage of the standalone host, of one silo, and of two silos that are asked in turn. Of two
/// silos one has the company, so every other call is remote; an ATS's companies are spread over both, so every call is half remote. Callers who ask
/// for the same may share a call to the other silo; with ranges of their own they cannot.
/// </summary>
internal static class ReadScenario
{
    private const string AtsId = "bench-ats";

    public static Task<ScenarioResult> CompanyAsync(BenchSettings settings) => RunAsync("read-company", 1, settings.Events, settings);

    public static Task<ScenarioResult> AtsAsync(BenchSettings settings) => RunAsync("read-ats", 1_000, settings.Events / 1_000, settings);

    private static async Task<ScenarioResult> RunAsync(string name, int companies, int eventsPerCompany, BenchSettings settings)
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        await using var redis = await RedisProcess.StartAsync();
        var database = await postgres.CreateDatabaseAsync();
        Console.Error.WriteLine($"  {name}: loading {companies:N0} companies with {eventsPerCompany:N0} events each");
        var key = await LoadAsync(database, companies, eventsPerCompany);
        var (ofOne, ofTwo) = (await Databases.CopyAsync(postgres, database), await Databases.CopyAsync(postgres, database));

        await using var standalone = await ChildProcess.StandaloneOnPostgresAsync(SiloPlace.AdminKey, database);
        await using var alone = await new SiloPlace(ofOne, null).StartAsync();
        await using var first = await new SiloPlace(ofTwo, redis.ConnectionString).StartAsync();
        await using var second = await new SiloPlace(ofTwo, redis.ConnectionString).StartAsync();

        var query = QueryOf(0);
        var body = await GetAsync(standalone.Port, query, key);
        foreach (var silo in (ChildProcess[])[alone, first, second])
        {
            if (!(await GetAsync(silo.Port, query, key)).AsSpan().SequenceEqual(body))
                throw new InvalidOperationException("A silo answers otherwise than the standalone host.");
        }

        Side Load(string side, params int[] ports) =>
            new(side, duration => HttpLoad.RunAsync(ports, HttpWork.Get(query, key, body), settings.Connections, duration));
        var ownRanges = Enumerable.Range(0, settings.Connections).Select(caller => HttpWork.Request(QueryOf(caller), key)).ToArray();
        return await Rounds.RunAsync(
            name,
            [
                Load(Sides.Standalone, standalone.Port),
                Load("one silo", alone.Port),
                Load("two silos", first.Port, second.Port),
                new Side("two silos, own ranges", duration => HttpLoad.RunAsync([first.Port, second.Port], new HttpWork { Next = caller => ownRanges[caller] }, settings.Connections, duration)),
            ],
            settings,
            [$"{companies:N0} companies, {(long)companies * eventsPerCompany:N0} events, a tenth of them in range, answer of {body.Length:N0} bytes, {settings.Connections} callers"],
            comparison: Sides.Comparison);
    }

    /// <summary>What a caller asks: its range ends some milliseconds later than that of the one before.</summary>
    private static string QueryOf(int caller) =>
        $"/billing/usage?start={GeneratedUsage.Range.Start}&end={GeneratedUsage.Range.End.Plus(TimeSpan.FromMilliseconds(caller))}";

    private static async Task<string> LoadAsync(string database, int companies, int eventsPerCompany)
    {
        await using var host = await ChildProcess.StandaloneOnPostgresAsync(SiloPlace.AdminKey, database);
        using var setup = new Provisioning(host.Port, SiloPlace.AdminKey);
        await setup.CompaniesAsync(companies);
        await setup.AtsAsync(AtsId, companies);
        var key = companies == 1 ? await setup.KeyAsync("company", GeneratedUsage.CompanyId(0)) : await setup.KeyAsync("ats", AtsId);
        var runtime = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(runtime, 0, companies, eventsPerCompany);
        await host.StopAsync();
        return key;
    }

    /// <summary>The first answer may wait for activations; a server that says to come again is asked again.</summary>
    private static async Task<byte[]> GetAsync(int port, string query, string key)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            using var answer = await http.GetAsync(new Uri(query, UriKind.Relative));
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests && watch.Elapsed < TimeSpan.FromMinutes(1))
                continue;
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }
}
