using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Billing;

namespace UsageCluster.Gateway.Alerts;

/// <summary>Reads what alerts compare: the same figures as the API answers.</summary>
internal sealed class AlertReader(IUsageClient usage, ControlPlane control, AlertsOptions options, TimeProvider time)
{
    /// <summary>The figures of a company, or of the companies that an ATS manages now; null: there is no such owner any more.</summary>
    public async Task<AlertFigures?> ReadAsync(
        string? companyId, string? atsId, CalendarMonth period, bool withAllowances, CancellationToken cancellationToken)
    {
        // The plan figures are read after what tells the ledgers' versions: they are never older.
        if (await ReportsAsync(companyId, atsId, period, cancellationToken) is not { } reports)
            return null;
        var totals = MergedTotals.Of(reports);
        var versions = reports.Select(r => KeyValuePair.Create(r.CompanyId, r.Version)).ToList();
        var (allowances, revision) = withAllowances ? await AllowancesAsync(reports, period, cancellationToken) : ([], 0);
        return new AlertFigures(totals.MinutesMs ?? 0, totals.CreditsMicro ?? 0, allowances, versions, revision);
    }

    private async Task<IReadOnlyList<CompanyReport>?> ReportsAsync(
        string? companyId, string? atsId, CalendarMonth period, CancellationToken cancellationToken)
    {
        if (atsId is not null)
            return (await usage.ReportAtsAsync(atsId, period.Range, cancellationToken))?.Companies.Select(c => c.Report).ToList();
        try
        {
            return [await usage.ReportCompanyAsync(companyId!, period.Range, cancellationToken)];
        }
        catch (UnknownCompanyException)
        {
            return null;
        }
    }

    private async Task<(IReadOnlyList<AlertReading> Allowances, long RatesRevision)> AllowancesAsync(
        IReadOnlyList<CompanyReport> companies, CalendarMonth period, CancellationToken cancellationToken)
    {
        // The oldest of the revisions that are used below.
        var revision = (await control.RatesAsync(null, cancellationToken)).Revision;
        var now = Instant.From(time.GetUtcNow());
        var months = new PlanMonth?[companies.Count];
        await Parallel.ForAsync(
            0,
            companies.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.ParallelMax, CancellationToken = cancellationToken },
            async (i, token) => months[i] = (await PlanFigures.ReadAsync(usage, control, companies[i].CompanyId, period, now, token)).Month);
        return ([Sum(months, BillingSystem.Minutes), Sum(months, BillingSystem.Credits)], revision);
    }

    private static AlertReading Sum(PlanMonth?[] months, BillingSystem unit)
    {
        var (used, included) = (0L, 0L);
        foreach (var month in months)
        {
            if (month?.Plan.Unit == unit)
                (used, included) = checked((used + month.Used, included + month.IncludedMicro));
        }

        return new AlertReading(unit, used, included);
    }
}
