using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Orleans.Tests.Cluster;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>
/// After the load: the ledger holds every acknowledged event once and nothing that was not sent, its chains are whole, and every silo answers the
/// sums over it.
/// </summary>
internal static class ClusterAudit
{
    private static readonly TimeRange Year = new(new Instant(new DateTime(2025, 1, 1).Ticks), new Instant(new DateTime(2026, 1, 1).Ticks));

    /// <summary>Returns how many events were audited.</summary>
    public static async Task<long> RunAsync(RunningCluster cluster, Traffic traffic)
    {
        Assert.Empty(traffic.Faults);
        await using var store = await PostgresStore.OpenAsync(
            new PostgresStoreOptions { ConnectionString = cluster.Ledger }, NullLoggerFactory.Instance, CancellationToken.None);
        var audited = await new LedgerReader(cluster.Ledger, store.Ledger).ReadAsync(id => id.StartsWith(traffic.Name + "-", StringComparison.Ordinal));
        Assert.Equal(traffic.All.Select(c => c.Id), audited.Select(c => c.CompanyId));
        Assert.Empty(audited.SelectMany(LedgerAudit.FaultsOf));
        Assert.Empty(audited.SelectMany((company, i) => LedgerAudit.FaultsOf(company, traffic.All[i].Events)));
        Assert.All(traffic.All, company => Assert.Equal(company.Sent, company.Acknowledged));
        foreach (var silo in cluster.Serving)
            await CompareAsync(silo, traffic, audited);
        return audited.Sum(c => c.Events.LongCount());
    }

    private static async Task CompareAsync(SiloNode silo, Traffic traffic, IReadOnlyList<AuditedCompany> audited)
    {
        var shown = ShownCompany.Of(await silo.Api.GetAsync($"/billing/usage?{Traffic.Range}", traffic.AtsKey));
        foreach (var (company, loaded) in audited.Zip(traffic.All))
        {
            var expected = Expected(company, loaded.System);
            AssertEqual(expected, shown[company.CompanyId].ByCostKey, $"{silo.Name}, ATS, {company.CompanyId}");
            var alone = ShownCompany.Of(await silo.Api.GetAsync($"/billing/usage?companyId={company.CompanyId}&{Traffic.Range}"));
            AssertEqual(expected, Assert.Single(alone).Value.ByCostKey, $"{silo.Name}, {company.CompanyId}");
        }
    }

    private static Dictionary<string, Tally> Expected(AuditedCompany company, BillingSystem system)
    {
        var figures = NaiveFigures.Of(company, Year);
        Assert.All(figures.Events.Keys, key => Assert.Equal(system, key.System));
        return figures.Events.ToDictionary(e => e.Key.CostKey, e => new Tally(e.Value, figures.Quantity[e.Key]));
    }

    private static void AssertEqual(Dictionary<string, Tally> expected, IReadOnlyDictionary<string, Tally> shown, string where) => Assert.True(
        expected.Count == shown.Count && expected.All(e => shown.GetValueOrDefault(e.Key) == e.Value),
        $"{where} shows {string.Join(", ", shown)}, the ledger's sums are {string.Join(", ", expected)}.");
}
