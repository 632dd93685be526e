using System.Text.Json.Nodes;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Rivals.Tables;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>read-company</c> and <c>read-ats</c>: GET /billing/usage against the same bytes from memory, from one GROUP BY, and from hourly sums.</summary>
internal static class ReadScenario
{
    private const string AtsId = "bench-ats";

    public static Task<ScenarioResult> CompanyAsync(Lab lab) => RunAsync("read-company", 1, lab.Settings.Events, lab);

    public static Task<ScenarioResult> AtsAsync(Lab lab) => RunAsync("read-ats", 1_000, lab.Settings.Events / 1_000, lab);

    private static async Task<ScenarioResult> RunAsync(string name, int companies, int eventsPerCompany, Lab lab)
    {
        var settings = lab.Settings;
        using var folder = new TempFolder();
        await using var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder.Path);
        Console.Error.WriteLine($"  {name}: loading {companies:N0} companies with {eventsPerCompany:N0} events each");
        var key = await LoadProductAsync(product.Port, companies, eventsPerCompany);
        var database = await lab.DatabaseAsync();
        await RivalTables.LoadAsync(database, companies, eventsPerCompany);

        var body = await Answers.GetAsync(product.Port, Answers.Query, key);
        Answers.MustEqual(Rounds.Product, body, NaiveAnswer.Of(companies, eventsPerCompany, GeneratedUsage.Range));
        var bodyFile = Path.Combine(folder.Path, "answer.json");
        await File.WriteAllBytesAsync(bodyFile, body);
        await using var limit = await RivalProcess.LimitAsync(bodyFile);
        var ask = HttpWork.Get(Answers.Query, null);
        var (sql, sqlConnections) = await RivalProcess.StartBestAsync(RivalKind.Sql, database, ask, settings, settings.ReadConnections);
        await using var endSql = sql;
        var (rollup, rollupConnections) = await RivalProcess.StartBestAsync(RivalKind.Rollup, database, ask, settings, settings.ReadConnections);
        await using var endRollup = rollup;

        async Task<Side> SideAsync(string side, ChildProcess server, string? withKey)
        {
            var answer = await Answers.GetAsync(server.Port, Answers.Query, withKey);
            Answers.MustEqual(side, answer, JsonNode.Parse(body)!);
            var work = HttpWork.Get(Answers.Query, withKey, answer);
            return new Side(side, duration => HttpLoad.RunAsync(server.Port, work, settings.Connections, duration));
        }

        return await Rounds.RunAsync(
            name,
            [
                await SideAsync(Rounds.Product, product, key),
                await SideAsync("limit", limit, null),
                await SideAsync(RivalKind.Sql.Side(), sql, null),
                await SideAsync(RivalKind.Rollup.Side(), rollup, null),
            ],
            settings,
            [
                $"{(companies == 1 ? "1 company" : $"{companies:N0} companies")}, {(long)companies * eventsPerCompany:N0} events, a tenth of them in range, answer of {body.Length:N0} bytes, {settings.Connections} connections",
                $"best connections to PostgreSQL: sql {sqlConnections}, rollup {rollupConnections}",
            ]);
    }

    private static async Task<string> LoadProductAsync(int port, int companies, int eventsPerCompany)
    {
        using var setup = new Provisioning(port, Lab.AdminKey);
        await setup.CompaniesAsync(companies);
        await setup.AtsAsync(AtsId, companies);
        var key = companies == 1 ? await setup.KeyAsync("company", GeneratedUsage.CompanyId(0)) : await setup.KeyAsync("ats", AtsId);
        var runtime = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(runtime, 0, companies, eventsPerCompany);
        return key;
    }
}
