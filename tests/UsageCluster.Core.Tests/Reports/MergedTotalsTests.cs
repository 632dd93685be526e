using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Reports;

public class MergedTotalsTests
{
    private static readonly Gen<SystemReport> Systems =
        from onMinutes in Gen.Elements(true, false)
        from keys in Gen.SubListOf("a", "B", "b", "c", "d")
        from quantities in Gen.Choose(0, 1000).ArrayOf(keys.Count)
        from events in Gen.Choose(1, 5).ArrayOf(keys.Count)
        from interviews in Gen.Choose(0, 1).ArrayOf(keys.Count)
        let buckets = keys.Order(StringComparer.Ordinal)
            .Select((k, i) => new BucketFigures(new string(k.AsSpan()), events[i], interviews[i], quantities[i])).ToArray()
        select new SystemReport(
            onMinutes ? BillingSystem.Minutes : BillingSystem.Credits, quantities.Sum(), interviews.Sum(), buckets);

    private static readonly Gen<CompanyReport[]> Companies =
        from systems in Systems.NonEmptyListOf().ListOf()
        select systems.Select((s, i) => new CompanyReport($"c{i}", 1, [.. s])).ToArray();

    [Fact]
    public void Nothing_merges_to_nothing()
    {
        var totals = MergedTotals.Of([]);
        Assert.Equal(new MergedTotals(null, null, 0, totals.Buckets), totals);
        Assert.Empty(totals.Buckets);
    }

    [Fact]
    public void A_unit_is_there_if_and_only_if_an_entry_is_in_it()
    {
        var idle = new CompanyReport("a", 1, [new SystemReport(BillingSystem.Credits, 0, 0, [])]);
        Assert.Equal(" 0 0 []", ReportText.Of(MergedTotals.Of([idle])));
        var minutes = new CompanyReport("b", 1, [new SystemReport(BillingSystem.Minutes, 5, 1, [new BucketFigures("k", 2, 1, 5)])]);
        Assert.Equal("5 0 1 [k 2 5 ]", ReportText.Of(MergedTotals.Of([idle, minutes])));
        var credits = new SystemReport(BillingSystem.Credits, 7, 0, [new BucketFigures("k", 1, 0, 7)]);
        var both = new CompanyReport("c", 1, [.. minutes.Systems, credits]);
        Assert.Equal("5 7 1 [k 3 5 7]", ReportText.Of(MergedTotals.Of([both])));
    }

    [Fact]
    public void Totals_are_the_naive_sums_in_any_order() =>
        Law.Holds(
            from companies in Companies
            from seed in Gen.Choose(0, int.MaxValue)
            select (companies, seed),
            2000,
            c =>
            {
                var systems = c.companies.SelectMany(r => r.Systems).ToArray();
                var buckets = systems.SelectMany(s => s.Buckets.Select(b => (s.System, Bucket: b))).GroupBy(b => b.Bucket.CostKey)
                    .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new MergedBucket(
                        g.Key,
                        g.Sum(b => b.Bucket.Events),
                        Sum(g.Where(b => b.System == BillingSystem.Minutes).Select(b => b.Bucket.Quantity)),
                        Sum(g.Where(b => b.System == BillingSystem.Credits).Select(b => b.Bucket.Quantity))));
                var expected = new MergedTotals(
                    Sum(systems.Where(s => s.System == BillingSystem.Minutes).Select(s => s.Quantity)),
                    Sum(systems.Where(s => s.System == BillingSystem.Credits).Select(s => s.Quantity)),
                    systems.Sum(s => s.Interviews),
                    [.. buckets]);
                Assert.Equal(ReportText.Of(expected), ReportText.Of(MergedTotals.Of(c.companies)));
                new Random(c.seed).Shuffle(c.companies);
                Assert.Equal(ReportText.Of(expected), ReportText.Of(MergedTotals.Of(c.companies)));
            });

    [Fact]
    public void A_sum_that_leaves_64_bits_is_an_error()
    {
        static CompanyReport Of(long ms) => new("a", 1, [new SystemReport(BillingSystem.Minutes, ms, 0, [new BucketFigures("k", 1, 0, ms)])]);
        var (most, one) = (Of(long.MaxValue), Of(1));
        Assert.Equal(long.MaxValue, MergedTotals.Of([most]).MinutesMs);
        Assert.Throws<OverflowException>(() => { MergedTotals.Of([most, one]); });
    }

    private static long? Sum(IEnumerable<long> values)
    {
        var all = values.ToArray();
        return all.Length == 0 ? null : all.Sum();
    }
}
