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
        ReadOnlyMemory<byte> Next(int caller, long number) => number % OneWriteIn == 0 ? writes.Next(caller) : reads[(number + number / Companies) % Companies];

        var numbers = new long[settings.Connections];
        var all = new HttpWork { Next = caller => Next(caller, numbers[caller]++ * settings.Connections + caller) };
        await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.WarmUp);
        var maximum = (await HttpLoad.RunAsync(product.Port, all, settings.Connections, settings.Round)).PerSecond;

        var spreads = new List<double>();
        var failed = 0L;
        var half = new Side(Rounds.Product, async duration =>
        {
            var (measured, errors) = await PacedLoad.RunAsync(product.Port, Next, maximum / 2, settings.Connections, duration);
            spreads.Add(measured.P99Ms / measured.P50Ms);
            failed += errors;
            return measured;
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
        return result with
        {
            // The first is of the warm-up.
            Figures = [new Figure("p99OverP50", Ratio.Of(spreads.Skip(1)).Median, "×"), new Figure("errors", failed, "") { IsHeld = true }],
        };
    }
}
