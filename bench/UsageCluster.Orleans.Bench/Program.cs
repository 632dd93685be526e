using System.CommandLine;
using System.Diagnostics;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Results;
using UsageCluster.Orleans.Bench.Recording;
using UsageCluster.Orleans.Bench.Scenarios;

var scenarios = new Dictionary<string, Func<BenchSettings, Task<ScenarioResult>>>
{
    ["read-company"] = ReadScenario.CompanyAsync,
    ["read-ats"] = ReadScenario.AtsAsync,
    ["record"] = RecordScenario.RunAsync,
};

var names = new Argument<string[]>("scenario") { Description = "Scenarios to run; all by default.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. scenarios.Keys]);
var json = new Option<FileInfo?>("--json") { Description = "Write the results to this file." };
var quick = new Option<bool>("--quick") { Description = "Shorter rounds over less data." };
var root = new RootCommand("Measures one silo and two against the standalone host, all on PostgreSQL.") { names, json, quick };
root.SetAction(async (arguments, stop) =>
{
    if (IsDebugBuild())
    {
        await Console.Error.WriteLineAsync("A Debug build measures nothing of use: run with -c Release.");
        return 2;
    }

    // A side has several processes to warm up.
    var settings = arguments.GetValue(quick) ? BenchSettings.Quick : new BenchSettings { Round = TimeSpan.FromSeconds(6) };
    settings = settings with { WarmUp = settings.WarmUp * 2 };
    var machine = MachineFacts.Read();
    var results = new List<ScenarioResult>();
    var chosen = arguments.GetValue(names) is { Length: > 0 } given ? given : [.. scenarios.Keys];
    foreach (var name in chosen)
        results.Add(await scenarios[name](settings));
    var all = new ResultFile(machine, settings.Facts, [.. results.Select(r => ScenarioRow.Of(r, new Dictionary<string, Goal>()))]);
    await Console.Out.WriteLineAsync(ResultTable.Of(all));
    if (arguments.GetValue(json) is { } file)
        await File.WriteAllTextAsync(file.FullName, all.ToJson(), stop);
    return 0;
});

var side = new Option<RecordingKind>("--as") { Required = true };
var recordAs = new Command("record-as", "Serves as a side of the comparison.") { side };
recordAs.Hidden = true;
recordAs.SetAction((arguments, _) => RecordingRole.RunAsync(arguments.GetValue(side)));
root.Subcommands.Add(recordAs);
return await root.Parse(args).InvokeAsync();

static bool IsDebugBuild() => typeof(RecordScenario).Assembly
    .GetCustomAttributes(typeof(DebuggableAttribute), inherit: false)
    .OfType<DebuggableAttribute>()
    .Any(a => a.IsJITOptimizerDisabled);
