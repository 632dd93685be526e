using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>mixed</c>: nine reads of a company for each write of one event, at half of the rate that it can take, on PostgreSQL.</summary>
internal static class MixedScenario
{
    private const int Companies = 1_000;
    private const int EventsPerCompany = 50;
    private const int OneWriteIn = 10;
    private const string AtsId = "bench-ats";

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var settings = lab.Settings;
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, await lab.DatabaseAsync());
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        await setup.CompaniesAsync(Companies);
        await setup.AtsAsync(AtsId, Companies);
        var (reader, writer) = (await setup.KeyAsync("ats", AtsId), await setup.KeyAsync("runtime", null));
        await setup.EventsAsync(writer, 0, Companies, EventsPerCompany);

        // No end: what is written is in the answers.
        var reads = Enumerable.Range(0, Companies)
            .Select(c => HttpWork.Request($"/billing/usage?start={GeneratedUsage.Range.Start}&companyId={GeneratedUsage.CompanyId(c)}", reader)).ToArray();
        var writes = new EventCalls(new FreshEvents(Companies), 1, writer, settings.Connections);
        static bool IsWrite(long number) => number % OneWriteIn == 0;
        ReadOnlyMemory<byte> Next(int caller, long number) => IsWrite(number) ? writes.Next(caller) : reads[(number + number / Companies) % Companies];

        var numbers = new long[settings.Connections];
        var all = new HttpWork { Next = caller => Next(caller, numbers[caller]++ * settings.Connections + caller) };
        await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.WarmUp);
        var maximum = (await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.Round)).PerSecond;

        var rounds = new List<PacedResult>();
        var half = new Side(Rounds.Product, async duration =>
        {
            var round = await PacedLoad.RunAsync(product.Port, Next, maximum / 2, settings.Connections, duration, IsWrite);
            rounds.Add(round);
            return round.All;
        });
        var result = await Rounds.RunAsync(
            "mixed",
            [half],
            settings,
            [
                $"{Companies:N0} companies, {OneWriteIn - 1} reads of a company for a write of one event, {settings.Connections} connections; latencies from the moment that a request was due",
                $"at most {maximum:N0} requests a second with every connection busy; measured at half of that",
            ],
            lab.CheckpointAsync);
        // The first is of the warm-up.
        double Median(Func<PacedResult, double> of) => Ratio.Of(rounds.Skip(1).Select(of)).Median;
        return result with
        {
            Figures =
            [
                new Figure("p99OverP50", Median(r => r.All.P99Ms / r.All.P50Ms), "×"),
                new Figure("errors", rounds.Sum(r => r.Errors), "") { IsHeld = true },
                new Figure("readP50Ms", Median(r => r.Others.P50Ms), "ms"),
                new Figure("readP99Ms", Median(r => r.Others.P99Ms), "ms"),
                new Figure("writeP50Ms", Median(r => r.Apart.P50Ms), "ms"),
                new Figure("writeP99Ms", Median(r => r.Apart.P99Ms), "ms"),
            ],
        };
    }
}
