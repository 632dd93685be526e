using System.CommandLine;
using System.Diagnostics;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Scenarios;

var scenarios = new Dictionary<string, Func<BenchSettings, Task<ScenarioResult>>>
{
    ["read-company"] = ReadScenario.CompanyAsync,
    ["read-ats"] = ReadScenario.AtsAsync,
    ["monthly"] = MonthlyScenario.RunAsync,
    ["record"] = RecordScenario.RunAsync,
    ["start"] = StartScenario.RunAsync,
};

var names = new Argument<string[]>("scenario") { Description = "Scenarios to run; all by default.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. scenarios.Keys]);
var json = new Option<FileInfo?>("--json") { Description = "Write the results to this file." };
var quick = new Option<bool>("--quick") { Description = "Shorter rounds over less data." };
var root = new RootCommand("Measures UsageCluster against the machine's limit and against what a team would build first.") { names, json, quick };
root.SetAction(async (arguments, _) =>
{
    if (IsDebugBuild())
    {
        await Console.Error.WriteLineAsync("A Debug build measures nothing of use: run with -c Release.");
        return 2;
    }

    var settings = arguments.GetValue(quick) ? BenchSettings.Quick : new BenchSettings();
    var results = new List<ScenarioResult>();
    var chosen = arguments.GetValue(names) is { Length: > 0 } given ? given : [.. scenarios.Keys];
    foreach (var name in chosen)
        results.Add(await scenarios[name](settings));
    await Console.Out.WriteLineAsync(ResultTable.Of(results, settings));
    if (arguments.GetValue(json) is { } file)
        await ResultJson.WriteAsync(file.FullName, results);
    return 0;
});

var port = new Option<int>("--port") { Required = true };
var body = new Option<string>("--body") { Required = true };
var postgres = new Option<string>("--postgres") { Required = true };
var serveLimit = new Command("serve-limit", "Serves a rival of the comparison.") { port, body };
serveLimit.Hidden = true;
serveLimit.SetAction((arguments, _) => LimitServer.RunAsync(arguments.GetValue(port), arguments.GetValue(body)!));
var serveSql = new Command("serve-sql", "Serves a rival of the comparison.") { port, postgres };
serveSql.Hidden = true;
serveSql.SetAction((arguments, _) => SqlServer.RunAsync(arguments.GetValue(port), arguments.GetValue(postgres)!));
root.Subcommands.Add(serveLimit);
root.Subcommands.Add(serveSql);
return await root.Parse(args).InvokeAsync();

static bool IsDebugBuild() => typeof(Rounds).Assembly
    .GetCustomAttributes(typeof(DebuggableAttribute), inherit: false)
    .OfType<DebuggableAttribute>()
    .Any(a => a.IsJITOptimizerDisabled);
