using System.CommandLine;
using UsageCluster.Soak.Reports;
using UsageCluster.Soak.Runs;

namespace UsageCluster.Soak;

/// <summary>The command line of scripts/soak. Exit codes: 0 all is well, 1 something is wrong, 2 it could not be run.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var minutes = new Option<double>("--minutes") { Description = "How long the load lasts.", DefaultValueFactory = _ => 30 };
        var store = new Option<string>("--store") { Description = "sqlite, postgres, or both at the same time.", DefaultValueFactory = _ => "both" };
        store.AcceptOnlyFromAmong("sqlite", "postgres", "both");
        var seed = new Option<int>("--seed") { Description = "Chooses faults, their moments and the calls.", DefaultValueFactory = _ => 1 };
        var rate = new Option<double>("--rate") { Description = "Calls a second on each store.", DefaultValueFactory = _ => 30 };
        var report = new Option<string?>("--report") { Description = "Also writes the report to this file, as JSON.", HelpName = "FILE" };
        var slopeMax = new Option<double>("--slope-max")
        {
            Description = "How fast a server's live heap may grow after the warm-up, in MiB an hour, beyond what its events need.",
            DefaultValueFactory = _ => SoakBounds.Default.SlopeMax,
        };
        var memoryMax = new Option<double>("--memory-max")
        {
            Description = "The same for its anonymous memory, which has garbage in it.",
            DefaultValueFactory = _ => SoakBounds.Default.MemoryMax,
        };
        var descriptorsMax = new Option<int>("--descriptors-max")
        {
            Description = "How many more open files and connections the end may have than the beginning.",
            DefaultValueFactory = _ => SoakBounds.Default.DescriptorsMax,
        };
        var driftMax = new Option<double>("--drift-max")
        {
            Description = "How many times slower the last third's p99 may be than the first third's.",
            DefaultValueFactory = _ => SoakBounds.Default.DriftMax,
        };
        var driftFloor = new Option<double>("--drift-floor-ms")
        {
            Description = "A p99 that rose by less than this is no drift, in milliseconds.",
            DefaultValueFactory = _ => SoakBounds.Default.DriftFloorMs,
        };
        var grace = new Option<double>("--grace")
        {
            Description = "For how many seconds after a fault has healed its errors are still expected.",
            DefaultValueFactory = _ => 10,
        };
        var root = new RootCommand("Loads real servers, breaks them at random and checks every answer, then audits; see docs/reliability.md.")
        {
            minutes, store, seed, rate, report, slopeMax, memoryMax, descriptorsMax, driftMax, driftFloor, grace,
        };
        root.SetAction(async (given, cancellationToken) =>
        {
            var options = new SoakOptions
            {
                Duration = TimeSpan.FromMinutes(given.GetValue(minutes)),
                Stores = given.GetValue(store) is { } one and not "both" ? [one] : ["sqlite", "postgres"],
                Seed = given.GetValue(seed),
                Rate = given.GetValue(rate),
                Grace = TimeSpan.FromSeconds(given.GetValue(grace)),
                Bounds = new SoakBounds(
                    given.GetValue(slopeMax), given.GetValue(memoryMax), given.GetValue(descriptorsMax), given.GetValue(driftMax), given.GetValue(driftFloor)),
            };
            if (options.Fault is { } fault)
            {
                await Console.Error.WriteLineAsync("soak: " + fault);
                return 2;
            }

            return await RunAsync(options, given.GetValue(report), cancellationToken);
        });
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? 2 : code;
    }

    private static async Task<int> RunAsync(SoakOptions options, string? file, CancellationToken cancellationToken)
    {
        TextReport.WritePlan(Console.Out, options);
        var stores = await Task.WhenAll(options.Stores.Select(name => StoreSoak.RunAsync(name, options, Console.Out, cancellationToken)));
        var report = new SoakReport(options, stores);
        TextReport.Write(Console.Out, report);
        if (file is not null)
            await JsonReport.WriteAsync(file, report, cancellationToken);
        return report.Passed ? 0 : 1;
    }
}
