using System.Globalization;

namespace UsageCluster.Cli.Auditing;

/// <summary>A line for each finding and one for the sum, for people.</summary>
internal sealed class TextReport(TextWriter output) : IAuditReport
{
    public Task AddAsync(Finding finding) => output.WriteLineAsync(finding.Version is { } version
        ? string.Create(CultureInfo.InvariantCulture, $"company {finding.CompanyId}, version {version}: {finding.What}")
        : $"company {finding.CompanyId}: {finding.What}");

    public Task EndAsync(AuditTotals totals)
    {
        var result = totals.Off > 0 ? string.Create(CultureInfo.InvariantCulture, $"{totals.Off} with something off")
            : totals.Failure is null ? "all well"
            : "nothing off so far";
        var ended = totals.Failure is null ? "" : "; not all could be checked";
        return output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Companies} companies, {totals.Entries} entries, {totals.Elapsed.TotalSeconds:0.0} s: {result}{ended}"));
    }
}
