using System.CommandLine;
using UsageCluster.Cli.Auditing;

namespace UsageCluster.Cli.Commands;

/// <summary><c>usage audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Make()
    {
        var audit = new Command(
            "audit",
            """
            Checks every company's ledger, beside the processes that serve from it: versions, hash chain, head, events, quantities, corrections,
            transactions, closed months, the figures made of them, and snapshots; then every ATS against its companies. Names the first
            entry of each company that is off.
            Exit codes: 0 all is well, 1 something is off, 2 it could not be checked.
            """);
        var store = new StoreArguments(audit);
        var company = new Option<string[]>("--company") { Description = "Only this company; may be given several times", HelpName = "ID" };
        var json = new Option<bool>("--json") { Description = "One JSON object in place of lines for people" };
        audit.Add(company);
        audit.Add(json);
        audit.SetAction(async (given, cancellationToken) =>
        {
            var output = given.InvocationConfiguration.Output;
            IAuditReport report = given.GetValue(json) ? new JsonReport(output) : new TextReport(output);
            var auditor = new LedgerAuditor(report, new AuditOptions(), TimeProvider.System);
            return await auditor.RunAsync(store.Of(given).OpenAsync, given.GetValue(company) ?? [], cancellationToken) ? ExitCodes.Well : ExitCodes.Off;
        });
        return audit;
    }
}
