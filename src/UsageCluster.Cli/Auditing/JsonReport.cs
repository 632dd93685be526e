using System.Text.Encodings.Web;
using System.Text.Json;

namespace UsageCluster.Cli.Auditing;

/// <summary>
/// One JSON object for machines: <c>findings</c> (<c>company</c> or <c>ats</c>, <c>version</c> or null, <c>what</c>), <c>companies</c>, <c>ats</c>,
/// <c>atsUnchecked</c>, <c>off</c>, <c>entries</c>, <c>seconds</c>, <c>complete</c>, <c>error</c> (null: none). It is written as it is made.
/// </summary>
internal sealed class JsonReport(TextWriter output) : IAuditReport
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private bool _hasFindings;

    public async Task AddAsync(Finding finding)
    {
        await output.WriteAsync(_hasFindings ? "," : """{"findings":[""");
        _hasFindings = true;
        await output.WriteAsync(JsonSerializer.Serialize(new { company = finding.CompanyId, ats = finding.AtsId, version = finding.Version, what = finding.What }, Options));
    }

    public async Task EndAsync(AuditTotals totals)
    {
        if (!_hasFindings)
            await output.WriteAsync("""{"findings":[""");
        var sum = JsonSerializer.Serialize(
            new
            {
                companies = totals.Companies,
                ats = totals.Ats,
                atsUnchecked = totals.AtsUnchecked,
                off = totals.Off,
                entries = totals.Entries,
                seconds = decimal.Round((decimal)totals.Elapsed.TotalSeconds, 3),
                complete = totals.Failure is null,
                error = totals.Failure,
            },
            Options);
        await output.WriteLineAsync("]," + sum[1..]);
    }
}
