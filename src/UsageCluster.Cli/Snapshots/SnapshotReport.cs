using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace UsageCluster.Cli.Snapshots;

/// <summary>
/// What a rebuild says: lines for people, or one JSON object (<c>findings</c> with <c>company</c>, <c>version</c>, <c>what</c>, <c>outcome</c>,
/// <c>rebuiltVersion</c>; <c>companies</c>, <c>snapshots</c>, <c>off</c>, <c>rebuilt</c>, <c>unchanged</c>, <c>ledgersOff</c>, <c>dryRun</c>).
/// </summary>
internal sealed class SnapshotReport(TextWriter output, bool isJson)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<SnapshotFinding> _findings = [];

    public async Task AddAsync(SnapshotFinding finding)
    {
        if (isJson)
            _findings.Add(finding);
        else
            await output.WriteLineAsync(Line(finding));
    }

    public Task EndAsync(SnapshotTotals totals, bool isDry) => output.WriteLineAsync(isJson
        ? JsonSerializer.Serialize(
            new
            {
                findings = _findings.Select(f => new
                {
                    company = f.CompanyId,
                    version = f.Version,
                    what = f.What,
                    outcome = JsonNamingPolicy.CamelCase.ConvertName(f.Outcome.ToString()),
                    rebuiltVersion = f.RebuiltVersion,
                }),
                companies = totals.Companies,
                snapshots = totals.Snapshots,
                off = totals.Off,
                rebuilt = totals.Rebuilt,
                unchanged = totals.Unchanged,
                ledgersOff = totals.LedgersOff,
                dryRun = isDry,
            },
            Options)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Companies} companies, {totals.Snapshots} snapshots: {totals.Off} off, {totals.Rebuilt} {(isDry ? "would be rebuilt" : "rebuilt")}, {totals.Unchanged} unchanged")
            + (totals.LedgersOff == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {totals.LedgersOff} ledgers with something off")));

    private static string Line(SnapshotFinding finding)
    {
        var subject = finding.Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"company {finding.CompanyId}, version {version}: ")
            : $"company {finding.CompanyId}: ";
        var done = finding.Outcome switch
        {
            SnapshotOutcome.Rebuilt => string.Create(CultureInfo.InvariantCulture, $"rebuilt as of version {finding.RebuiltVersion}"),
            SnapshotOutcome.WouldBeRebuilt => "would be rebuilt",
            SnapshotOutcome.Overtaken => "a server has saved another one meanwhile: run this again",
            _ => "the ledger itself is off, see usage audit; no snapshot is made of it",
        };
        return subject + (finding.What is null ? "" : finding.What + ": ") + done;
    }
}
