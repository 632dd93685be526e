using System.Text.Json;
using UsageCluster.Core.Billing;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>A company of an answer of the HTTP API.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="Tally">Its interviews and its quantity.</param>
/// <param name="ByCostKey">Events and quantity by cost key.</param>
internal sealed record ShownCompany(string CompanyId, Tally Tally, IReadOnlyDictionary<string, Tally> ByCostKey)
{
    /// <summary>The companies of an answer.</summary>
    public static IReadOnlyDictionary<string, ShownCompany> Of(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("data").GetProperty("companies").EnumerateArray().Select(One).ToDictionary(c => c.CompanyId);
    }

    private static ShownCompany One(JsonElement company)
    {
        var isMinutes = company.GetProperty("billingSystem").GetString() == "minutes";
        var system = isMinutes ? BillingSystem.Minutes : BillingSystem.Credits;
        return new ShownCompany(
            company.GetProperty("companyId").GetString()!,
            new Tally(company.GetProperty("totalInterviews").GetInt64(), Quantity(company, isMinutes ? "totalMinutesUsed" : "totalCreditsUsed", system)),
            company.GetProperty("breakdownByCostKey").EnumerateArray().ToDictionary(
                b => b.GetProperty("costKey").GetString()!,
                b => new Tally(b.GetProperty("events").GetInt64(), Quantity(b, isMinutes ? "minutesUsed" : "creditsUsed", system))));
    }

    // Minutes are shown to six digits: a whole number of seconds comes back exact.
    private static long Quantity(JsonElement parent, string name, BillingSystem system)
    {
        var shown = parent.GetProperty(name).GetDecimal();
        return system == BillingSystem.Minutes ? 1_000 * (long)Math.Round(shown * 60) : (long)(shown * 1_000_000);
    }
}
