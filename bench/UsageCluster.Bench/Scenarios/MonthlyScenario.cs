using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>monthly</c>: a page of 50 monthly rows of an ATS with 1,000 companies and 12 months, against the same page for ten companies.</summary>
internal static class MonthlyScenario
{
    private const string AdminKey = "bench-admin-key-0123456789abcdef0123456789abcdef";
    private const string Many = "1,000 companies", Ten = "10 companies";
    private const int Companies = 1_000;

    // The page itself is measured, not the queue before it.
    private const int Connections = 4;

    public static async Task<ScenarioResult> RunAsync(BenchSettings settings)
    {
        using var folder = new TempFolder();
        await using var server = await ChildProcess.StandaloneAsync(AdminKey, folder.Path);
        var eventsPerCompany = settings.Events / Companies;
        Console.Error.WriteLine($"  monthly: loading {Companies:N0} companies with {eventsPerCompany:N0} events each");
        using var setup = new Provisioning(server.Port, AdminKey);
        for (var company = 0; company < Companies; company++)
            await setup.CompanyAsync(company);
        await setup.AtsAsync("many", Companies);
        await setup.AtsAsync("ten", 10);
        var runtime = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(runtime, Enumerable.Range(0, Companies).SelectMany(c => GeneratedUsage.Of(c, eventsPerCompany)));
        var keys = (Many: await setup.KeyAsync("ats", "many"), Ten: await setup.KeyAsync("ats", "ten"));

        Side Load(string side, string key) => new(
            side, duration => HttpLoad.RunAsync(server.Port, "/billing/usage/monthly?from=2024-01&to=2024-12&per_page=50&page=3", key, Connections, duration));
        return await Rounds.RunAsync(
            "monthly",
            [Load(Ten, keys.Ten), Load(Many, keys.Many)],
            settings,
            [$"{eventsPerCompany:N0} events a company on {GeneratedUsage.CostKeys.Length} cost keys in 12 months, page 3 of 50 rows, {Connections} connections"],
            comparison: new Comparison(Ten, "it over 10 companies", IsBaseOver: false));
    }
}
