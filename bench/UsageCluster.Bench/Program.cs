using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using UsageCluster.Bench;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Charts;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Bench.Scenarios;

const int UsageError = 2;

var scenarios = new Dictionary<string, Func<Lab, Task<ScenarioResult>>>
{
    ["read-company"] = ReadScenario.CompanyAsync,
    ["read-ats"] = ReadScenario.AtsAsync,
    ["monthly"] = MonthlyScenario.RunAsync,
    ["record"] = RecordScenario.ManyAsync,
    ["record-hot"] = RecordScenario.HotAsync,
    ["record-http"] = RecordHttpScenario.RunAsync,
    ["mixed"] = MixedScenario.RunAsync,
    ["activate"] = ActivateScenario.RunAsync,
    ["growth"] = GrowthScenario.RunAsync,
    ["memory"] = MemoryScenario.RunAsync,
    ["start"] = StartScenario.RunAsync,
    ["hot-company"] = HotCompanyScenario.RunAsync,
    ["big-ats"] = BigAtsScenario.RunAsync,
    ["recovery"] = RecoveryScenario.RunAsync,
    ["cost"] = CostScenario.RunAsync,
    ["ledger-bytes"] = LedgerBytesScenario.RunAsync,
};

var names = new Argument<string[]>("scenario") { Description = "Scenarios to run; all by default.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. scenarios.Keys]);
var json = new Option<FileInfo?>("--json") { Description = "Write the results to this file." };
var charts = new Option<DirectoryInfo?>("--charts") { Description = "Draw the results into this folder, as SVG." };
var quick = new Option<bool>("--quick") { Description = "Shorter rounds over less data: all scenarios within three minutes of a quiet machine." };
var floors = new Option<FileInfo?>("--floors") { Description = "End with 1 where a ratio or figure is on the wrong side of what this file gives for it, also when measured again in longer rounds." };
var root = new RootCommand("Measures UsageCluster against the machine's limit and against what a team would build in its place.") { names, json, charts, quick, floors };
root.SetAction(async (arguments, stop) =>
{
    if (IsDebugBuild())
        return await FailAsync("A Debug build measures nothing of use: run with -c Release.");
    // Better told now than after the run.
    var (file, folder) = (arguments.GetValue(json), arguments.GetValue(charts));
    if (file is { Directory.Exists: false })
        return await FailAsync($"There is no folder {file.DirectoryName} for the results.");
    if (folder is not null && File.Exists(folder.FullName))
        return await FailAsync($"{folder.FullName} is a file: --charts takes a folder.");
    Floors? bounds;
    try
    {
        bounds = await ReadFloorsAsync(arguments.GetValue(floors), stop);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
    {
        return await FailAsync(e.Message);
    }

    var settings = arguments.GetValue(quick) ? BenchSettings.Quick : new BenchSettings();
    var machine = MachineFacts.Read();
    var chosen = arguments.GetValue(names) is { Length: > 0 } given ? given.Distinct() : scenarios.Keys;
    HeldRun run;
    await using (var lab = new Lab(settings))
        run = await HeldRun.RunAsync(chosen, settings, bounds, (name, how) => MeasureAsync(lab, name, how), Console.Error.WriteLine);
    var results = new ResultFile(machine, settings.Facts, run.Rows);
    if (file is not null)
        await File.WriteAllTextAsync(file.FullName, results.ToJson(), stop);
    await ReportAsync(results, folder);
    return await JudgeAsync(run.Missed);
});

var from = new Argument<FileInfo>("file") { Description = "A file that --json wrote." };
var report = new Command("report", "Prints the tables of a run as Markdown, draws its charts, and holds it to floors.") { from, charts, floors };
report.SetAction(async (arguments, stop) =>
{
    try
    {
        var results = ResultFile.Parse(await File.ReadAllTextAsync(arguments.GetValue(from)!.FullName, stop));
        var bounds = await ReadFloorsAsync(arguments.GetValue(floors), stop);
        await ReportAsync(results, arguments.GetValue(charts));
        return await JudgeAsync(bounds is null ? [] : [.. results.Scenarios.SelectMany(bounds.MissedBy)]);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
    {
        return await FailAsync(e.Message);
    }
});
root.Subcommands.Add(report);
var setFloors = new Command("floors", "Prints bounds for --floors: two thirds of what a run reached.") { from };
setFloors.SetAction(async (arguments, stop) =>
{
    try
    {
        await Console.Out.WriteAsync(Floors.JsonOf(ResultFile.Parse(await File.ReadAllTextAsync(arguments.GetValue(from)!.FullName, stop))));
        return 0;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
    {
        return await FailAsync(e.Message);
    }
});
root.Subcommands.Add(setFloors);
foreach (var role in Roles.All)
    root.Subcommands.Add(role);
return await root.Parse(args).InvokeAsync();

async Task<Floors?> ReadFloorsAsync(FileInfo? file, CancellationToken stop) =>
    file is null ? null : Floors.Parse(await File.ReadAllTextAsync(file.FullName, stop), scenarios.Keys);

async Task<ScenarioRow> MeasureAsync(Lab lab, string name, BenchSettings settings)
{
    var (watch, processor) = (Stopwatch.StartNew(), ProcessTree.ProcessorTime());
    lab.Settings = settings;
    var row = ScenarioRow.Of(await scenarios[name](lab), Goals.Of(name));
    await lab.ClearAsync();
    await Console.Error.WriteLineAsync($"  {name} took {watch.Elapsed.TotalSeconds:N1} s, and {(ProcessTree.ProcessorTime() - processor).TotalSeconds:N1} s of processors");
    return row;
}

static async Task ReportAsync(ResultFile results, DirectoryInfo? charts)
{
    await Console.Out.WriteLineAsync(ResultTable.Of(results));
    if (charts is not null)
    {
        foreach (var path in await ChartFiles.WriteAsync(results, charts.FullName))
            await Console.Error.WriteLineAsync($"  drew {path}");
    }
}

static async Task<int> JudgeAsync(IReadOnlyList<string> missed)
{
    foreach (var line in missed)
        await Console.Error.WriteLineAsync(line);
    return missed.Count == 0 ? 0 : 1;
}

static async Task<int> FailAsync(string message)
{
    await Console.Error.WriteLineAsync(message);
    return UsageError;
}

static bool IsDebugBuild() => typeof(Rounds).Assembly
    .GetCustomAttributes(typeof(DebuggableAttribute), inherit: false)
    .OfType<DebuggableAttribute>()
    .Any(a => a.IsJITOptimizerDisabled);
