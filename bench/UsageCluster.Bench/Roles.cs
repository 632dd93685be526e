using System.CommandLine;
using UsageCluster.Bench.Measuring;
using UsageCluster.Bench.Rivals;
using UsageCluster.Bench.Rivals.Limit;
using UsageCluster.Bench.Rivals.Serving;

namespace UsageCluster.Bench;

/// <summary>The servers of the comparison, as hidden commands: this program starts itself in them.</summary>
internal static class Roles
{
    private static readonly Option<int> Port = new("--port") { Required = true };

    public static IEnumerable<Command> All => [Limit(), Rival(), Measured()];

    private static Command Limit()
    {
        var body = new Option<string>("--body") { Required = true };
        var postgres = new Option<string?>("--postgres");
        var rows = new Option<int>("--rows");
        var connections = new Option<int>("--connections");
        var rowsPerCall = new Option<int>("--rows-per-call");
        return Hidden("serve-limit", [body, postgres, rows, connections, rowsPerCall], async a =>
        {
            await using var insert = a.GetValue(postgres) is { } database ? await UnnestInsert.CreateAsync(database, 100_000) : null;
            var ingest = insert is null ? null : new LimitIngest(insert, a.GetValue(rows), a.GetValue(connections));
            await LimitServer.RunAsync(a.GetValue(Port), a.GetValue(body)!, ingest, a.GetValue(rowsPerCall));
        });
    }

    private static Command Rival()
    {
        var kind = new Option<RivalKind>("--as") { Required = true };
        var postgres = new Option<string>("--postgres") { Required = true };
        var connections = new Option<int>("--connections") { Required = true };
        var parallel = new Option<int>("--parallel") { Required = true };
        return Hidden(
            "serve-rival",
            [kind, postgres, connections, parallel],
            a => RivalServer.RunAsync(a.GetValue(kind), a.GetValue(Port), a.GetValue(postgres)!, a.GetValue(connections), a.GetValue(parallel)));
    }

    private static Command Measured()
    {
        var postgres = new Option<string>("--postgres") { Required = true };
        var heapPort = new Option<int>("--heap-port") { Required = true };
        var key = new Option<string>("--key") { Required = true };
        return Hidden(
            "serve-measured",
            [postgres, heapPort, key],
            a => MeasuredServer.RunAsync(a.GetValue(Port), a.GetValue(heapPort), a.GetValue(postgres)!, a.GetValue(key)!));
    }

    private static Command Hidden(string name, Option[] options, Func<ParseResult, Task> run)
    {
        var command = new Command(name, "Serves as a side of the comparison.") { Hidden = true };
        command.Options.Add(Port);
        foreach (var option in options)
            command.Options.Add(option);
        command.SetAction((arguments, _) => run(arguments));
        return command;
    }
}
