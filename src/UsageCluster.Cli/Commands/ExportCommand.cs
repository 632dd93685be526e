using System.CommandLine;
using UsageCluster.Cli.Exporting;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage export</c>.</summary>
internal static class ExportCommand
{
    private const string UrlVariable = "USAGE_URL", KeyVariable = "USAGE_KEY", UrlDefault = "http://127.0.0.1:8080";

    public static Command Make()
    {
        var what = new Argument<string>("what") { Description = "usage, monthly, history or transactions" };
        what.AcceptOnlyFromAmong([.. ExportKind.All.Select(k => k.Name)]);
        var url = new Option<string?>("--url") { Description = $"The server. Default: the variable {UrlVariable}, or {UrlDefault}", HelpName = "URL" };
        var keyFile = new Option<string?>("--key-file") { Description = $"A file that holds the key. Default: the variable {KeyVariable}", HelpName = "FILE" };
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
            url,
            keyFile,
            company,
            from,
            to,
            format,
            output,
        };
        export.Validators.Add(given =>
        {
            if (given.GetValue(company) is { Length: > 1 } && ExportKind.All.Any(k => k.Name == given.GetValue(what) && !k.TakesCompanies))
                given.AddError($"--company may stand once for {given.GetValue(what)}.");
        });
        export.SetAction(async (given, cancellationToken) =>
        {
            var server = Address(given.GetValue(url) ?? Variable(UrlVariable) ?? UrlDefault);
            var key = await KeyAsync(given.GetValue(keyFile), cancellationToken);
            var address = Kind(given.GetValue(what)!).On(server, given.GetValue(from), given.GetValue(to), given.GetValue(company) ?? []);
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

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.Query.Length == 0
            ? uri
            : throw new ExportFailedException("--url is no address of a server, as http://127.0.0.1:8080.");

    private static async Task<string> KeyAsync(string? file, CancellationToken cancellationToken)
    {
        var key = file is null ? Variable(KeyVariable) : (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        if (string.IsNullOrEmpty(key))
            throw new ExportFailedException($"A key is needed: --key-file FILE, or the variable {KeyVariable}.");
        // What a header cannot carry is no key, and is not repeated.
        return key.AsSpan().ContainsAnyExceptInRange('!', '~') ? throw new ExportFailedException("The key holds characters that no key has.") : key;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
