using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>growth</c>: the reads of a company and of an ATS at growing sizes.</summary>
internal static class GrowthScenario
{
    private const int EventsOfMember = 20;

    // An answer for itself is measured: a queue before it would be in every latency.
    private const int AtsConnections = 1;

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var settings = lab.Settings;
        using var folder = new TempFolder();
        await using var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, folder.Path);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        var (sizes, members) = (settings.GrowthEvents, settings.GrowthCompanies);
        var companies = members[^1];
        Console.Error.WriteLine($"  growth: loading companies with up to {sizes[^1]:N0} events, and {companies:N0} companies");
        await setup.CompaniesAsync(companies + sizes.Count);
        var writer = await setup.KeyAsync("runtime", null);
        await setup.EventsAsync(writer, 0, companies, EventsOfMember);

        var sides = new List<Side>();
        foreach (var (i, size) in sizes.Index())
        {
            var company = companies + i;
            await setup.EventsAsync(writer, company, 1, size);
            var key = await setup.KeyAsync("company", GeneratedUsage.CompanyId(company));
            sides.Add(await SideAsync(CompanyOf(size), product.Port, key, settings.Connections));
        }

        foreach (var size in members)
        {
            var ats = $"ats-{size}";
            await setup.AtsAsync(ats, size);
            sides.Add(await SideAsync(AtsOf(size), product.Port, await setup.KeyAsync("ats", ats), AtsConnections));
        }

        var result = await Rounds.RunAsync(
            "growth",
            sides,
            settings,
            [
                $"a company, {settings.Connections} connections, a tenth of its events in range; an ATS of companies with {EventsOfMember} events each, {AtsConnections} connection",
                "linearity: the most that an ATS's answer takes over what a smaller one's lets expect in proportion to companies",
            ],
            comparison: new Comparison(CompanyOf(sizes[0]), "it over the smallest company", IsBaseOver: false));
        GrowthLine Line(string name, string of, IReadOnlyList<int> growing, Func<int, string> side) =>
            new(name, of, [.. growing.Select(size => new GrowthPoint(size, result.Sides[side(size)].P50Ms, result.Sides[side(size)].P99Ms))]);
        var ofCompany = Line("read-company", "events", sizes, CompanyOf);
        var ofAts = Line("read-ats", "companies", members, AtsOf);
        return result with
        {
            Ratios = new Dictionary<string, Ratio>(),
            Growth = [ofCompany, ofAts],
            Figures = [new Figure("companyFlatness", ofCompany.Flatness, "×") { IsHeld = true }, new Figure("atsLinearity", ofAts.Linearity, "×") { IsHeld = true }],
        };
    }

    private static string CompanyOf(int events) => FormattableString.Invariant($"company of {events:N0} events");

    private static string AtsOf(int companies) => FormattableString.Invariant($"ATS of {companies:N0} companies");

    private static async Task<Side> SideAsync(string name, int port, string key, int connections)
    {
        var work = HttpWork.Get(Answers.Query, key, await Answers.GetAsync(port, Answers.Query, key));
        return new Side(name, duration => HttpLoad.RunAsync(port, work, connections, duration));
    }
}
