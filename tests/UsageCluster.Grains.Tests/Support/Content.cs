using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>Everything that a value holds, as text to compare: records with lists compare those by reference.</summary>
internal static class Content
{
    public static string Of(object value) => value.GetType().Name + " " + value switch
    {
        RetryableException e => $"{e.Failure} {e.Message}",
        CorruptedLedgerException e => $"{e.CompanyId} {e.Version} {e.Reason} {e.Message}",
        UnknownCompanyException e => $"{e.CompanyId} {e.Message}",
        CompanySettings s => JsonSerializer.Serialize(new { s.Billing.Periods, s.ClosedAt, s.PriceOverrides.Rules, s.Plans.Assignments }),
        _ => JsonSerializer.Serialize(value, value.GetType()),
    };
}
