using System.Text;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Rivals;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>read-company</c> and <c>read-ats</c>: GET /billing/usage against the same bytes from memory and from one GROUP BY.</summary>
internal static class ReadScenario
{
    private const string AtsId = "bench-ats";
    private const string AdminKey = "bench-admin-key-0123456789abcdef0123456789abcdef";

    public static Task<ScenarioResult> CompanyAsync(BenchSettings settings) => RunAsync("read-company", 1, settings.Events, settings);

    public static Task<ScenarioResult> AtsAsync(BenchSettings settings) => RunAsync("read-ats", 1_000, settings.Events / 1_000, settings);

    private static async Task<ScenarioResult> RunAsync(string name, int companies, int eventsPerCompany, BenchSettings settings)
    {
        using var folder = new TempFolder();
        await using var product = await ChildProcess.StandaloneAsync(AdminKey, folder.Path);
        Console.Error.WriteLine($"  {name}: loading {companies:N0} companies with {eventsPerCompany:N0} events each");
        var key = await LoadProductAsync(product.Port, companies, eventsPerCompany);
        await using var postgres = await PostgresServer.StartNewAsync();
        var database = await postgres.CreateDatabaseAsync();
        await SqlUsageTable.LoadAsync(database, companies, eventsPerCompany);

        var query = $"/billing/usage?start={GeneratedUsage.Range.Start}&end={GeneratedUsage.Range.End}";
        var bodyFile = Path.Combine(folder.Path, "answer.json");
        var body = await GetAsync(product.Port, query, key);
        await File.WriteAllBytesAsync(bodyFile, body);
        await using var limit = await ChildProcess.RivalAsync("serve-limit", "--body", bodyFile);
        await using var sql = await ChildProcess.RivalAsync("serve-sql", "--postgres", database);
        await MustEqualAsync("limit", limit.Port, query, body);
        await MustEqualAsync("sql", sql.Port, query, body);

        Side Load(string side, ChildProcess server, string? withKey) =>
            new(side, duration => HttpLoad.RunAsync(server.Port, query, withKey, settings.Connections, duration));
        return await Rounds.RunAsync(
            name,
            [Load(Rounds.Product, product, key), Load("limit", limit, null), Load("sql", sql, null)],
            settings,
            [$"{companies:N0} companies, {(long)companies * eventsPerCompany:N0} events, a tenth of them in range, answer of {body.Length:N0} bytes, {settings.Connections} connections"]);
    }

    private static async Task<string> LoadProductAsync(int port, int companies, int eventsPerCompany)
    {
        using var setup = new Provisioning(port, AdminKey);
        for (var company = 0; company < companies; company++)
            await setup.CompanyAsync(company);
        await setup.AtsAsync(AtsId, companies);
        var key = companies == 1 ? await setup.KeyAsync("company", GeneratedUsage.CompanyId(0)) : await setup.KeyAsync("ats", AtsId);
        var runtime = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(runtime, Enumerable.Range(0, companies).SelectMany(c => GeneratedUsage.Of(c, eventsPerCompany)));
        return key;
    }

    private static async Task MustEqualAsync(string side, int port, string query, byte[] expected)
    {
        var body = await GetAsync(port, query, null);
        if (!body.AsSpan().SequenceEqual(expected))
            throw new InvalidOperationException(
                $"{side} answers otherwise than the product:\n{Encoding.UTF8.GetString(body)[..Math.Min(800, body.Length)]}\n{Encoding.UTF8.GetString(expected)[..Math.Min(800, expected.Length)]}");
    }

    private static async Task<byte[]> GetAsync(int port, string query, string? key)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return await http.GetByteArrayAsync(new Uri(query, UriKind.Relative));
    }
}
