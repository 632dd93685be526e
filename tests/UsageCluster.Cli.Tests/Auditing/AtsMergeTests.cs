using UsageCluster.Cli.Auditing;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;

namespace UsageCluster.Cli.Tests.Auditing;

public class AtsMergeTests
{
    private static readonly MergedBucket Bucket = new("screening", 5, 90, 7);

    public static TheoryData<string, MergedTotals> Differing => new()
    {
        { "an event more", Totals(90, 7, 3, Bucket with { Events = 6 }) },
        { "a millisecond less", Totals(90, 7, 3, Bucket with { MinutesMs = 89 }) },
        { "a millionth of a credit more", Totals(90, 7, 3, Bucket with { CreditsMicro = 8 }) },
        { "no minutes of a cost key", Totals(90, 7, 3, Bucket with { MinutesMs = null }) },
        { "a cost key too many", Totals(90, 7, 3, Bucket, new MergedBucket("voided", 0, null, null)) },
        { "a cost key too few", Totals(90, 7, 3) },
        { "a millisecond more in all", Totals(91, 7, 3, Bucket) },
        { "no minutes in all", Totals(null, 7, 3, Bucket) },
        { "a millionth of a credit less in all", Totals(90, 6, 3, Bucket) },
        { "an interview less", Totals(90, 7, 2, Bucket) },
    };

    [Fact]
    public void Totals_that_the_entries_make_do_not_differ() => Assert.Null(Sums().DifferenceFrom(Totals(90, 7, 3, Bucket)));

    [Theory]
    [MemberData(nameof(Differing))]
    public void Totals_differ_by(string what, MergedTotals totals)
    {
        Assert.NotEmpty(what);
        Assert.NotNull(Sums().DifferenceFrom(totals));
    }

    [Fact]
    public void Members_on_minutes_and_on_credits_merge_to_the_sum_of_their_entries()
    {
        var ats = new AtsMerge("ats");
        ats.Add(Figures(BillingSystem.Minutes, 60, reported: 60));
        ats.Add(Figures(BillingSystem.Credits, 7, reported: 7));
        ats.Add(Figures(BillingSystem.Minutes, 30, reported: 30));

        Assert.Null(ats.Fault());
    }

    [Fact]
    public void A_report_that_is_not_what_the_entries_make_is_off()
    {
        var ats = new AtsMerge("ats");
        ats.Add(Figures(BillingSystem.Minutes, 60, reported: 60));
        ats.Add(Figures(BillingSystem.Minutes, 30, reported: 31));

        Assert.StartsWith("the report of all time has 2 events, 91 ms ", ats.Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_beyond_64_bits_are_off()
    {
        var ats = new AtsMerge("ats");
        ats.Add(Figures(BillingSystem.Minutes, long.MaxValue, reported: long.MaxValue));
        ats.Add(Figures(BillingSystem.Minutes, 1, reported: 1));

        Assert.Equal("the figures of its companies leave what can be told of all together", ats.Fault());
    }

    private static RangeSums Sums()
    {
        var sums = new RangeSums();
        sums.Add(BillingSystem.Minutes, "screening", 3, 2, 90);
        sums.Add(BillingSystem.Credits, "screening", 2, 1, 7);
        sums.Add(BillingSystem.Credits, "voided", 0, 0, 0);
        return sums;
    }

    private static MergedTotals Totals(long? minutesMs, long? creditsMicro, long interviews, params MergedBucket[] buckets) =>
        new(minutesMs, creditsMicro, interviews, buckets);

    private static CompanyFigures Figures(BillingSystem system, long summed, long reported)
    {
        var sums = new RangeSums();
        sums.Add(system, "screening", 1, 1, summed);
        return new CompanyFigures(new CompanyReport("acme", 2, [new SystemReport(system, reported, 1, [new BucketFigures("screening", 1, 1, reported)])]), sums);
    }
}
