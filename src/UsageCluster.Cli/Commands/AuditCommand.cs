using System.CommandLine;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Stores;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Make()
    {
        var data = new Option<string?>("--data") { Description = "The directory of an embedded store. Default: ./usage-data", HelpName = "DIR" };
        var ledger = new Option<string?>("--ledger")
        {
            Description = "The ledger in PostgreSQL instead: an Npgsql connection string. Default: the variable ConnectionStrings__Ledger, or the file of that name in USAGE_SECRETS_DIR",
            HelpName = "CONNECTION",
        };
        var company = new Option<string[]>("--company") { Description = "Only this company; may be given several times", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of lines for people" };
        var audit = new Command(
            "audit",
            """
            Checks every company's ledger, beside the processes that serve from it: versions, hash chain, head, events, quantities, corrections,
            transactions, closed months, the figures made of them, and snapshots; then every ATS against its companies. Names the first
            entry of each company that is off.
            Exit codes: 0 all is well, 1 something is off, 2 it could not be checked.
            """)
        {
            data,
            ledger,
            company,
            json,
        };
        audit.Validators.Add(given =>
        {
            if (given.GetResult(data) is not null && given.GetResult(ledger) is not null)
                given.AddError("--data and --ledger exclude each other.");
        });
        audit.SetAction(async (given, cancellationToken) =>
        {
            var output = given.InvocationConfiguration.Output;
            var place = LedgerPlace.Of(given.GetValue(data), given.GetValue(ledger), Environment.GetEnvironmentVariable);
            IAuditReport report = given.GetValue(json) ? new JsonReport(output) : new TextReport(output);
            var auditor = new LedgerAuditor(report, new AuditOptions(), TimeProvider.System);
            return await auditor.RunAsync(place.OpenAsync, given.GetValue(company) ?? [], cancellationToken) ? ExitCodes.Well : ExitCodes.Off;
        });
        return audit;
    }
}
