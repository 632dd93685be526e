using System.Text.Json;
using UsageCluster.Core.Billing;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>Figures as <c>GET /billing/usage</c> shows them.</summary>
internal static class Shown
{
    /// <summary>They are what the company's events come to.</summary>
    public static void Check(CrashCompany company, JsonElement answer)
    {
        var shown = answer.GetProperty("data").GetProperty("companies").EnumerateArray().ToDictionary(c => c.GetProperty("billingSystem").GetString()!, c => c);
        foreach (var (system, word) in new[] { (BillingSystem.Minutes, "minutes"), (BillingSystem.Credits, "credits") })
        {
            var rows = shown.TryGetValue(word, out var of) ? of.GetProperty("breakdownByCostKey").EnumerateArray().ToList() : [];
            Assert.Equal(
                company.Expected(system), (rows.Sum(r => r.GetProperty("events").GetInt64()), rows.Sum(r => r.GetProperty(word + "Used").GetDecimal())));
        }
    }
}
