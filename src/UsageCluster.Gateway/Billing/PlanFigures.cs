using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Billing;

/// <summary>A company's plan figures of a month, and what they were made of.</summary>
/// <param name="Month">The figures; null if no part of the month is under a plan.</param>
/// <param name="Settings">The company's.</param>
/// <param name="Rates">The plans' versions, with the rates of the same revision.</param>
internal sealed record PlanFigures(PlanMonth? Month, CompanySettings Settings, RateBook Rates)
{
    /// <summary>Reads them, as the company's ledger says now.</summary>
    public static async Task<PlanFigures> ReadAsync(
        IUsageClient usage, ControlPlane control, string companyId, CalendarMonth month, Instant now, CancellationToken cancellationToken)
    {
        var settings = await usage.SettingsAsync(companyId, cancellationToken);
        var rates = await control.RatesAsync(null, cancellationToken);
        // An assignment may be of a plan that is newer than the rates at hand.
        if (settings.Plans.Assignments.Any(a => rates.Plans.Versions(a.PlanId).Count == 0))
            rates = await control.RatesAsync(rates.Revision, cancellationToken);
        var stretches = PlanStretch.OfMonth(month, settings.Plans, rates.Plans, settings.ClosedAt);
        var used = new Dictionary<(BillingSystem System, TimeRange Range), long>();
        foreach (var stretch in stretches)
        {
            var report = await usage.ReportCompanyAsync(companyId, stretch.Range, cancellationToken);
            used[(stretch.Plan.Unit, stretch.Range)] = report.Systems.FirstOrDefault(s => s.System == stretch.Plan.Unit)?.Quantity ?? 0;
        }

        return new PlanFigures(PlanMonth.Of(month, stretches, (system, range) => used[(system, range)], now), settings, rates);
    }
}
