using System.Globalization;
using Microsoft.Extensions.Logging;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Standalone.Hosting;
using UsageCluster.TestKit.Http;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>Companies on a plan whose months were never closed: a process of June 2025 made them, and the next call of each closes all since.</summary>
internal static class DueMonths
{
    /// <summary>How many there are: one for each crash at a month's close.</summary>
    public const int Count = 8;

    public const string PlanId = "due";

    private static readonly DateTimeOffset Then = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether an entry closes what was due.</summary>
    public static bool IsClose(LedgerEntry entry) => entry is MonthCloseEntry && entry.RecordedAt > Instant.From(Then);

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"due-{number}");

    public static async Task<IReadOnlyList<CrashCompany>> SeedAsync(CrashStore store)
    {
        var options = new StandaloneOptions
        {
            Urls = "http://127.0.0.1:0",
            AdminKey = CrashWorld.AdminKey,
            DrainDelay = TimeSpan.Zero,
            DataDirectory = store.ConnectionString is null ? store.Folder : "",
            Ledger = store.ConnectionString,
        };
        await using var host = await StandaloneHost.CreateAsync(options, new Standing(Then), logging => logging.ClearProviders());
        await host.StartAsync();
        using var admin = new UsageApi(host.Address, CrashWorld.AdminKey);
        await admin.PutAsync($"/admin/plans/{PlanId}", new { name = "Due", monthlyFee = 31.1, currency = "EUR", includedMinutes = 0, pricePerMinute = 0.333333 });
        var companies = Enumerable.Range(1, Count).Select(n => new CrashCompany(Id(n), BillingSystem.Minutes)).ToList();
        foreach (var company in companies)
        {
            await admin.PutAsync($"/admin/companies/{company.Id}", new { companyName = company.Id, billingSystem = "minutes" });
            await admin.PutAsync($"/admin/companies/{company.Id}/plan", new { planId = PlanId, effectiveFrom = "2025-02-10" });
        }

        using var runtime = new UsageApi(host.Address, await admin.RuntimeKeyAsync());
        foreach (var company in companies)
        {
            var sent = company.Next();
            Assert.Equal(["accepted"], (await runtime.TrySendAsync([CrashCompany.Json(sent)]))!);
            sent.Acknowledge();
        }

        await host.StopAsync();
        return companies;
    }

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
