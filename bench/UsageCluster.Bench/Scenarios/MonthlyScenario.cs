using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>monthly</c>: a page of 50 monthly rows of an ATS with 1,000 companies and 12 months, against the same page for ten companies.</summary>
internal static class MonthlyScenario
{
    private const string Many = "1,000 companies", Ten = "10 companies";
    private const string Page = "/billing/usage/monthly?from=2024-01&to=2024-12&per_page=50&page=3";
    private const int Companies = 1_000;

    // The page itself is measured, not the queue before it.
    private const int Connections = 4;

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var settings = lab.Settings;
        using var folder = new TempFolder();
        await using var server = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder.Path);
        var eventsPerCompany = settings.Events / Companies;
        Console.Error.WriteLine($"  monthly: loading {Companies:N0} companies with {eventsPerCompany:N0} events each");
        using var setup = new Provisioning(server.Port, Lab.AdminKey);
        await setup.CompaniesAsync(Companies);
        await setup.AtsAsync("many", Companies);
        await setup.AtsAsync("ten", 10);
        var runtime = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(runtime, 0, Companies, eventsPerCompany);
        var keys = (Many: await setup.KeyAsync("ats", "many"), Ten: await setup.KeyAsync("ats", "ten"));

        async Task<Side> LoadAsync(string side, string key)
        {
            var work = HttpWork.Get(Page, key, await Answers.GetAsync(server.Port, Page, key));
            return new Side(side, duration => HttpLoad.RunAsync(server.Port, work, Connections, duration));
        }

        return await Rounds.RunAsync(
            "monthly",
            [await LoadAsync(Ten, keys.Ten), await LoadAsync(Many, keys.Many)],
            settings,
            [$"{eventsPerCompany:N0} events a company on {GeneratedUsage.CostKeys.Length} cost keys in 12 months, page 3 of 50 rows, {Connections} connections"],
            comparison: new Comparison(Ten, "it over 10 companies", IsBaseOver: false));
    }
}
