using System.Diagnostics;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Bench.Scenarios;

/// <summary><c>start</c>: from the start of the process to its first answer, with an empty store and with 10,000 companies.</summary>
internal static class StartScenario
{
    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var (settings, companies) = (lab.Settings, lab.Settings.StartCompanies);
        var empty = new List<double>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            using var folder = new TempFolder();
            empty.Add(await FirstAnswerAsync(folder.Path));
        }

        using var full = new TempFolder();
        await using (var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, full.Path))
        {
            using var setup = new Provisioning(product.Port, Lab.AdminKey);
            await setup.CompaniesAsync(companies);
        }

        var filled = new List<double>();
        for (var round = 0; round < settings.Rounds; round++)
            filled.Add(await FirstAnswerAsync(full.Path));
        var (emptyMs, filledMs) = (Ratio.Of(empty), Ratio.Of(filled));
        return new ScenarioResult(
            "start",
            new Dictionary<string, Measurement> { [Rounds.Product] = new(1000 / emptyMs.Median, emptyMs.Median, emptyMs.Max) },
            new Dictionary<string, Ratio>(),
            [
                $"process start to first answered request, empty store: {emptyMs.Min:N0} / {emptyMs.Median:N0} / {emptyMs.Max:N0} ms (min / median / max)",
                $"the same with {companies:N0} companies: {filledMs.Min:N0} / {filledMs.Median:N0} / {filledMs.Max:N0} ms",
            ],
            Comparison.OfProduct)
        {
            Figures = [new Figure("emptyMs", emptyMs.Median, "ms"), new Figure("filledMs", filledMs.Median, "ms")],
        };
    }

    private static async Task<double> FirstAnswerAsync(string dataFolder)
    {
        var watch = Stopwatch.StartNew();
        await using var product = await ChildProcess.StandaloneAsync(Lab.AdminKey, dataFolder);
        return watch.Elapsed.TotalMilliseconds;
    }
}
