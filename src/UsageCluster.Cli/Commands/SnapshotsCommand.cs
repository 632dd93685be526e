using System.CommandLine;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Snapshots;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage snapshots rebuild</c>.</summary>
internal static class SnapshotsCommand
{
    public static Command Make() => new("snapshots", "Looks after snapshots of companies' books, which are a cache.") { Rebuild() };

    private static Command Rebuild()
    {
        var rebuild = new Command(
            "rebuild",
            """
            Holds every snapshot against the ledger, and puts one that the entries make in the place of each that is off or that another version
            of the program wrote: in the store's own table, and of a cluster's grains. Beside the processes that serve; what they save meanwhile stays.
            Exit codes: 0 every snapshot is right now, 1 one is off (with --dry-run), may be (a server saved it meanwhile), or a ledger is, 2 it could not be done.
            """);
        var store = new StoreArguments(rebuild);
        var company = new Option<string[]>("--company") { Description = "Only of this company; may be given several times", HelpName = "ID" };
        var all = new Option<bool>("--all") { Description = "Make right ones anew, too, where the ledger has gone on since" };
        var dry = new Option<bool>("--dry-run") { Description = "Say what would be done, and change nothing" };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of lines for people" };
        rebuild.Add(company);
        rebuild.Add(all);
        rebuild.Add(dry);
        rebuild.Add(json);
        rebuild.SetAction(async (given, cancellationToken) =>
        {
            var (place, report) = (store.Of(given), new SnapshotReport(given.InvocationConfiguration.Output, given.GetValue(json)));
            await using var rows = await place.OpenAsync(cancellationToken);
            await using var snapshots = given.GetValue(dry) ? null : await place.OpenSnapshotsAsync(cancellationToken);
            var run = new SnapshotRebuild(rows, snapshots, given.GetValue(all), report.AddAsync, new AuditOptions());
            var isWell = await run.RunAsync(given.GetValue(company) ?? [], cancellationToken);
            await report.EndAsync(run.Totals, snapshots is null);
            return isWell ? ExitCodes.Well : ExitCodes.Off;
        });
        return rebuild;
    }
}
