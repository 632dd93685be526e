using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Measuring;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>memory</c>: what a company that the store knows costs a process that does not use it, what one costs that is in use, and what an event
/// costs in a company that is. Sizes are of the live heap after a full collection.
/// </summary>
internal static class MemoryScenario
{
    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        // What fewer events take is lost in what else comes and goes on the heap.
        var (known, active, events) = (lab.Settings.KnownCompanies, lab.Settings.ActiveCompanies, Math.Max(lab.Settings.Events, 100_000));
        var database = await lab.DatabaseAsync();
        Console.Error.WriteLine($"  memory: loading {known:N0} companies, one with {events:N0} events");
        await LoadAsync(database, events);
        await KnownCompanies.AddAsync(database, 1, active);
        var few = await MeasureAsync(database, active);
        await KnownCompanies.AddAsync(database, active + 1, known - active - 1);
        var many = await MeasureAsync(database, active);

        var idle = (many.WithActive - few.WithActive) / (double)(known - active - 1);
        return new ScenarioResult(
            "memory",
            new Dictionary<string, Measurement> { [Rounds.Product] = many.Reads },
            new Dictionary<string, Ratio>(),
            [
                $"{known:N0} known companies, {active:N0} of them in use, each after its first read; then one with {events:N0} events",
                $"live heap: {Mebibytes(many.AtStart):N1} MiB at start, {Mebibytes(many.WithActive):N1} MiB with the companies in use, {Mebibytes(many.WithBig):N1} MiB with the big one; {Mebibytes(few.WithActive):N1} MiB in place of the second where the store knows only those in use",
                "the product's line is the first reads, each of which activates a company",
            ],
            Comparison.OfProduct)
        {
            Figures =
            [
                new Figure("bytesPerIdleCompany", Math.Max(0, idle), "B"),
                new Figure("bytesPerActiveCompany", (many.WithActive - many.AtStart) / (double)active, "B") { IsHeld = true },
                new Figure("bytesPerEvent", (many.WithBig - many.WithActive) / (double)events, "B") { IsHeld = true },
            ],
        };
    }

    private static async Task LoadAsync(string database, int events)
    {
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, database);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        await setup.CompanyAsync(0);
        await setup.EventsAsync(await setup.KeyAsync("runtime", null), 0, 1, events);
        await product.StopAsync();
    }

    private static async Task<(long AtStart, long WithActive, long WithBig, Measurement Reads)> MeasureAsync(string database, int active)
    {
        await using var product = await MeasuredProcess.StartAsync(Lab.AdminKey, database);
        using var http = new HttpClient();
        Task<long> HeapAsync() => http.GetFromJsonAsync<long>(product.HeapUri);
        using var connection = await HttpConnection.OpenAsync(product.Port);
        async Task ReadAsync(int company)
        {
            var answer = await connection.ExchangeAsync(HttpWork.Request($"{Answers.Query}&companyId={GeneratedUsage.CompanyId(company)}", Lab.AdminKey));
            if (answer.Status != 200)
                throw new InvalidDataException($"Status {answer.Status}.");
        }

        // A company beyond those counted, so that what a first request makes is there before.
        await ReadAsync(active);
        var atStart = await HeapAsync();
        var number = 0;
        var reads = await Callers.RunCountAsync(active - 1, () => ReadAsync(++number));
        var withActive = await HeapAsync();
        await ReadAsync(0);
        return (atStart, withActive, await HeapAsync(), reads);
    }

    private static double Mebibytes(long bytes) => bytes / (double)(1 << 20);
}
