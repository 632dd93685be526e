using UsageCluster.Cli.Auditing;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Reports;

namespace UsageCluster.Cli.Tests.Auditing;

public class RangeSumsTests
{
    private static readonly BucketFigures Minutes = new("interview_minutes", 2, 2, 90);

    public static TheoryData<string, CompanyReport> Differing => new()
    {
        { "an event more", Report(90, 2, Minutes with { Events = 3 }) },
        { "an interview less", Report(90, 1, Minutes with { Interviews = 1 }) },
        { "a millisecond more", Report(91, 2, Minutes with { Quantity = 91 }) },
        { "a sum that its cost keys do not make", Report(91, 2, Minutes) },
        { "interviews that its cost keys do not make", Report(90, 3, Minutes) },
        { "a cost key too many", Report(90, 2, Minutes, new BucketFigures("screening", 1, 0, 0)) },
        { "a cost key too few", Report(0, 0) },
        { "another system", new CompanyReport("acme", 3, [new SystemReport(BillingSystem.Credits, 90, 2, [Minutes])]) },
    };

    [Fact]
    public void A_report_that_the_entries_make_does_not_differ() => Assert.Null(Sums().DifferenceFrom(Report(90, 2, Minutes)));

    [Theory]
    [MemberData(nameof(Differing))]
    public void A_report_differs_by(string what, CompanyReport report)
    {
        Assert.NotEmpty(what);
        Assert.NotNull(Sums().DifferenceFrom(report));
    }

    private static RangeSums Sums()
    {
        var sums = new RangeSums();
        sums.Add(BillingSystem.Minutes, "interview_minutes", 1, 1, 30);
        sums.Add(BillingSystem.Minutes, "interview_minutes", 1, 1, 60);
        return sums;
    }

    private static CompanyReport Report(long quantity, long interviews, params BucketFigures[] buckets) =>
        new("acme", 3, [new SystemReport(BillingSystem.Minutes, quantity, interviews, buckets)]);
}
