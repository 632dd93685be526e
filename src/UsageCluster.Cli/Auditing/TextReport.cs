using System.Globalization;

namespace UsageCluster.Cli.Auditing;

/// <summary>A line for each finding and one for the sum, for people.</summary>
internal sealed class TextReport(TextWriter output) : IAuditReport
{
    public Task AddAsync(Finding finding)
    {
        var subject = finding.AtsId is { } atsId ? $"ATS {atsId}" : $"company {finding.CompanyId}";
        return output.WriteLineAsync(finding.Version is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"{subject}, version {version}: {finding.What}")
            : $"{subject}: {finding.What}");
    }

    public Task EndAsync(AuditTotals totals)
    {
        var result = totals.Off > 0 ? string.Create(CultureInfo.InvariantCulture, $"{totals.Off} with something off")
            : totals.Failure is null ? "all well"
            : "nothing off so far";
        var ended = totals.Failure is null ? "" : "; not all could be checked";
        var left = totals.AtsUnchecked == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {totals.AtsUnchecked} ATSs not checked");
        return output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{totals.Companies} companies, {totals.Entries} entries, {totals.Elapsed.TotalSeconds:0.0} s: {result}{left}{ended}"));
    }
}
