using System.CommandLine;
using UsageCluster.Cli.Exporting;
using UsageCluster.Cli.Servers;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage export</c>.</summary>
internal static class ExportCommand
{
    private const string UrlDefault = "http://127.0.0.1:8080";

    public static Command Make()
    {
        var what = new Argument<string>("what") { Description = "usage, monthly, history or transactions" };
        what.AcceptOnlyFromAmong([.. ExportKind.All.Select(k => k.Name)]);
        var company = new Option<string[]>("--company") { Description = "Only this company; of monthly several may be given. An admin key needs one", HelpName = "ID" };
        var from = new Option<string?>("--from") { Description = "From this instant on; of monthly: from this month on, as 2024-01", HelpName = "INSTANT" };
        var to = new Option<string?>("--to") { Description = "Before this instant; of monthly: to this month, inclusive", HelpName = "INSTANT" };
        var format = new Option<string>("--format") { Description = "csv or ndjson", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "ndjson");
        var output = new Option<string?>("--output") { Description = "The file to write, which is there whole or not at all. Default: standard output", HelpName = "FILE" };
        var export = new Command(
            "export",
            """
            Writes all rows of a server's usage, monthly rows, history or transactions that a key sees, as CSV or NDJSON, as they come. Progress goes to
            standard error. Exit codes: 0 all of it was written, 2 it was not: what is on standard output then is a part.
            """)
        {
            what,
        };
        var server = new ServerArguments(export, $"The server. Default: the variable {ServerArguments.UrlVariable}, or {UrlDefault}");
        foreach (var option in (Option[])[company, from, to, format, output])
            export.Add(option);
        export.Validators.Add(given =>
        {
            if (given.GetValue(company) is { Length: > 1 } && ExportKind.All.Any(k => k.Name == given.GetValue(what) && !k.TakesCompanies))
                given.AddError($"--company may stand once for {given.GetValue(what)}.");
        });
        export.SetAction(async (given, cancellationToken) =>
        {
            var url = ServerArguments.Address(server.UrlOf(given) ?? ServerArguments.Variable(ServerArguments.UrlVariable) ?? UrlDefault);
            var key = await server.KeyAsync(given, cancellationToken);
            var address = Kind(given.GetValue(what)!).On(url, given.GetValue(from), given.GetValue(to), given.GetValue(company) ?? []);
            var media = given.GetValue(format) == "csv" ? "text/csv" : "application/x-ndjson";
            var exporter = new Exporter(given.InvocationConfiguration.Error, new ExportOptions(), TimeProvider.System);
            if (given.GetValue(output) is { } path)
                await ExportFile.WriteAsync(path, file => exporter.CopyAsync(address, key, media, file, cancellationToken));
            else
                await exporter.CopyAsync(address, key, media, given.InvocationConfiguration.Output, cancellationToken);
            return ExitCodes.Well;
        });
        return export;
    }

    private static ExportKind Kind(string name) => ExportKind.All.First(k => k.Name == name);
}
