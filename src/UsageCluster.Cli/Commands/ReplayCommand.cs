using System.CommandLine;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Replaying;
using UsageCluster.Cli.Servers;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage replay</c>.</summary>
internal static class ReplayCommand
{
    public static Command Make()
    {
        var replay = new Command(
            "replay",
            """
            Replays a company's ledger into books of its own, by this program, and holds what is served against them, month by month: every snapshot
            with the entries behind it, which a server would start from, and with --url what a running server answers. Shows the figures that
            differ, by how much, and the entries at which they part.
            Exit codes: 0 every figure is the same, 1 one differs or the ledger is off, 2 it could not be compared.
            """);
        var store = new StoreArguments(replay);
        var company = new Option<string>("--company") { Description = "The company", HelpName = "ID", Required = true };
        var from = new Option<string?>("--from") { Description = "From this instant on. Default: all time", HelpName = "INSTANT" };
        var to = new Option<string?>("--to") { Description = "Before this instant. Default: all time", HelpName = "INSTANT" };
        var all = new Option<bool>("--all") { Description = "Show the figures that are the same, too" };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of a table for people" };
        replay.Add(company);
        replay.Add(from);
        replay.Add(to);
        var server = new ServerArguments(replay, "A running server, to hold its answers against the ledger as well");
        replay.Add(all);
        replay.Add(json);
        replay.Validators.Add(given =>
        {
            foreach (var option in (Option<string?>[])[from, to])
            {
                if (given.GetValue(option) is { } text && !InstantGrammar.TryParse(text, out _))
                    given.AddError($"{option.Name} is no instant, as 2024-01-31 or 2024-01-31T12:00:00Z.");
            }
        });
        replay.SetAction(async (given, cancellationToken) =>
        {
            var range = RangeOf(given.GetValue(from), given.GetValue(to));
            var options = new ReplayOptions();
            using var asked = server.UrlOf(given) is { } url
                ? new ServerUsage(ServerArguments.Address(url), await server.KeyAsync(given, cancellationToken), options.ServerTimeout)
                : null;
            await using var rows = await store.Of(given).OpenAsync(cancellationToken);
            var result = await new Replayer(rows, new AuditOptions(), options).RunAsync(given.GetValue(company)!, range, asked, cancellationToken);
            var output = given.InvocationConfiguration.Output;
            await output.WriteLineAsync(given.GetValue(json) ? ReplayJson.Of(result, given.GetValue(all)) : ReplayText.Of(result, given.GetValue(all)));
            if (!result.IsWell)
                return ExitCodes.Off;
            return result.Comparisons.Count > 0
                ? ExitCodes.Well
                : throw new ArgumentException("There was nothing to compare with: no snapshot that a server would take is kept of the company, and no --url was given.");
        });
        return replay;
    }

    private static TimeRange RangeOf(string? from, string? to)
    {
        var all = NaiveSums.AllTime;
        var start = InstantGrammar.TryParse(from, out var given) ? given : all.Start;
        var end = InstantGrammar.TryParse(to, out given) ? given : all.End;
        return start < end ? new TimeRange(start, end) : throw new ArgumentException("--from must be before --to.");
    }
}
