namespace UsageCluster.Standalone.Demo;

/// <summary>Who is in the demo: an ATS with three companies, one of them on credits.</summary>
internal static class DemoCompanies
{
    public const string AtsId = "demo-ats";
    public const string Aurora = "aurora-staffing";
    public const string Birch = "birch-logistics";
    public const string Cobalt = "cobalt-health";

    public static async Task ProvisionAsync(DemoApi api, CancellationToken cancellationToken)
    {
        await api.PutAsync("/admin/cost-keys/phone_screening", new { countsAsInterview = true, description = "Phone screening" }, cancellationToken);
        await api.PutAsync("/admin/cost-keys/voice_agent", new { countsAsInterview = false, description = "Voice agent" }, cancellationToken);
        await api.PutAsync("/admin/price-rules/*", new { baseCost = 10, includedMinutes = 5, costPerMinute = 2.5 }, cancellationToken);
        await api.PutAsync("/admin/price-rules/technical", new { baseCost = 15, includedMinutes = 10, costPerMinute = 3.25 }, cancellationToken);

        await api.PutAsync($"/admin/companies/{Aurora}", new { companyName = "Aurora Staffing", billingSystem = "minutes" }, cancellationToken);
        await api.PutAsync($"/admin/companies/{Birch}", new { companyName = "Birch Logistics", billingSystem = "minutes" }, cancellationToken);
        await api.PutAsync($"/admin/companies/{Cobalt}", new { companyName = "Cobalt Health", billingSystem = "credits" }, cancellationToken);
    }

    /// <summary>Comes last: the ATS is what a later start knows a filled store by.</summary>
    public static Task ProvisionAtsAsync(DemoApi api, CancellationToken cancellationToken) =>
        api.PutAsync($"/admin/ats/{AtsId}", new { atsName = "Demo ATS", companies = (string[])[Aurora, Birch, Cobalt] }, cancellationToken);
}
