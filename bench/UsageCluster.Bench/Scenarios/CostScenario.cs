using System.Diagnostics;
using UsageCluster.Bench.Data;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Harness.Load;
using UsageCluster.Bench.Harness.Results;

namespace UsageCluster.Bench.Scenarios;

/// <summary>
/// <c>cost</c>: the processor time that the server and PostgreSQL each take for an event and for an answer, the client's apart: what machines are
/// computed from.
/// </summary>
internal static class CostScenario
{
    private const int Companies = 1_000, EventsOfCall = 100;
    private const string AtsId = "bench-ats";

    public static async Task<ScenarioResult> RunAsync(Lab lab)
    {
        var settings = lab.Settings;
        await using var product = await ChildProcess.StandaloneOnPostgresAsync(Lab.AdminKey, await lab.DatabaseAsync());
        using var server = Process.GetProcessById(product.Id);
        using var setup = new Provisioning(product.Port, Lab.AdminKey);
        Console.Error.WriteLine($"  cost: loading {Companies:N0} companies with {settings.Events:N0} events together");
        await setup.CompaniesAsync(Companies);
        await setup.AtsAsync(AtsId, Companies);
        var (reader, writer) = (await setup.KeyAsync("ats", AtsId), await setup.KeyAsync("runtime", null));
        await setup.EventsAsync(writer, 0, Companies, settings.Events / Companies);

        var taken = new Dictionary<string, List<(double Server, double Database)>>();
        Side Of(string name, HttpWork work)
        {
            taken[name] = [];
            return new Side(name, async duration =>
            {
                var (serverBefore, clientBefore, allBefore) = Times(server);
                var measured = await HttpLoad.RunAsync(product.Port, work, settings.Connections, duration);
                var (serverAfter, clientAfter, allAfter) = Times(server);
                var database = allAfter - allBefore - (serverAfter - serverBefore) - (clientAfter - clientBefore);
                var operations = measured.PerSecond * duration.TotalSeconds;
                taken[name].Add(((serverAfter - serverBefore).TotalMicroseconds / operations, Math.Max(0, database.TotalMicroseconds) / operations));
                return measured;
            });
        }

        HttpWork EventsOf(int count)
        {
            var calls = new EventCalls(new FreshEvents(Companies), count, writer, settings.Connections);
            return new HttpWork { Next = calls.Next, Rows = count };
        }

        var company = HttpWork.Get($"{Answers.Query}&companyId={GeneratedUsage.CompanyId(1)}", reader);
        var (one, many, read, ats) = ("event, one a call", $"event, {EventsOfCall} a call", "answer of a company", $"answer of an ATS of {Companies:N0}");
        var result = await Rounds.RunAsync(
            "cost",
            [Of(one, EventsOf(1)), Of(many, EventsOf(EventsOfCall)), Of(read, company), Of(ats, HttpWork.Get(Answers.Query, reader))],
            settings,
            [
                $"HTTP on {settings.Connections} connections; {Companies:N0} companies, 8 cost keys; the server on PostgreSQL, events to all companies in turn",
                "figures are processor time in µs, medians of rounds; a core has 1,000,000 of them a second",
            ],
            lab.CheckpointAsync,
            new Comparison(one, "", IsBaseOver: false));
        IEnumerable<Figure> FiguresOf(string side, string name) =>
        [
            // The first is of the warm-up.
            new Figure($"{name}Server", Ratio.Of(taken[side].Skip(1).Select(t => t.Server)).Median, "µs"),
            new Figure($"{name}Database", Ratio.Of(taken[side].Skip(1).Select(t => t.Database)).Median, "µs"),
        ];
        return result with
        {
            Ratios = new Dictionary<string, Ratio>(),
            Figures = [.. FiguresOf(one, "event"), .. FiguresOf(many, $"eventOf{EventsOfCall}"), .. FiguresOf(read, "companyAnswer"), .. FiguresOf(ats, "atsAnswer")],
        };
    }

    private static (TimeSpan Server, TimeSpan Client, TimeSpan All) Times(Process server)
    {
        server.Refresh();
        using var client = Process.GetCurrentProcess();
        return (server.TotalProcessorTime, client.TotalProcessorTime, ProcessTree.ProcessorTime());
    }
}
