using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

public class ReportTests
{
    [Fact]
    public void A_range_includes_its_start_and_excludes_its_end()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(10), 1), Make.Usage(3, At.Tick(20), 10), Make.Usage(4, At.Tick(30), 100));
        Assert.Equal(11, Quantity(books, 10, 30));
        Assert.Equal(10, Quantity(books, 11, 30));
        Assert.Equal(111, Quantity(books, 10, 31));
        Assert.Equal(10, Quantity(books, 20, 21));
        Assert.Equal(0, Quantity(books, 21, 30));
    }

    [Fact]
    public void Sixty_events_of_twenty_seconds_are_twenty_minutes()
    {
        var books = Make.Books(
            [Make.Switch(1, BillingSystem.Minutes), .. Enumerable.Range(2, 60).Select(i => Make.Usage(i, At.Tick(i), 20_000))]);
        Assert.Equal(20 * 60_000, Quantity(books, 0, 100));
    }

    [Fact]
    public void Interviews_are_the_events_that_count_and_buckets_go_by_cost_key()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), 5, "b"), Make.Usage(3, At.Tick(0), 7, "b", counts: false),
            Make.Usage(4, At.Tick(0), 11, "a", counts: false), Make.Usage(5, At.Tick(0), 0, "B"));
        Assert.Equal("Minutes 23 2 [B 1 1 0, a 1 0 11, b 2 1 12]", Text(books, 0, 1));
    }

    [Fact]
    public void A_bucket_without_events_in_the_range_is_not_listed()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), 5, "a"), Make.Usage(3, At.Tick(9), 7, "b"));
        Assert.Equal("Minutes 7 1 [b 1 1 7]", Text(books, 1, 10));
        Assert.Equal("Minutes 0 0 []", Text(books, 1, 9));
    }

    [Fact]
    public void Tests_are_in_no_figure()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), 5, isTest: true));
        Assert.Equal("Minutes 0 0 []", Text(books, 0, 1));
    }

    [Theory]
    [InlineData(0, 10, "Minutes 1 1 [interview_minutes 1 1 1]")]
    [InlineData(0, 11, "Credits 0 0 [] | Minutes 1 1 [interview_minutes 1 1 1]")]
    [InlineData(9, 16, "Credits 2 1 [interview_minutes 1 1 2] | Minutes 0 0 []")]
    [InlineData(10, 20, "Credits 2 1 [interview_minutes 1 1 2]")]
    [InlineData(10, 21, "Minutes 0 0 [] | Credits 2 1 [interview_minutes 1 1 2]")]
    [InlineData(0, 100, "Minutes 4 2 [interview_minutes 2 2 4] | Credits 2 1 [interview_minutes 1 1 2]")]
    [InlineData(50, 51, "Minutes 0 0 []")]
    public void Across_a_switch_each_system_has_an_entry_the_last_in_force_first(long start, long end, string expected)
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Minutes), Make.Switch(2, BillingSystem.Credits, At.Tick(10)),
            Make.Switch(3, BillingSystem.Minutes, At.Tick(20)), Make.Usage(4, At.Tick(5), 1),
            Make.Usage(5, At.Tick(15), 2, system: BillingSystem.Credits), Make.Usage(6, At.Tick(25), 3));
        Assert.Equal(expected, Text(books, start, end));
    }

    [Fact]
    public void A_system_that_was_only_used_comes_last()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Credits), Make.Usage(2, At.Tick(5), 1, system: BillingSystem.Credits),
            Make.Switch(3, BillingSystem.Minutes, At.Tick(0)));
        Assert.Equal("Minutes 0 0 [] | Credits 1 1 [interview_minutes 1 1 1]", Text(books, 0, 10));
    }

    [Fact]
    public void A_range_without_a_system_shows_the_first_one_with_nothing()
    {
        Assert.Equal("Credits 0 0 []", Text(Make.Books(Make.Switch(1, BillingSystem.Credits, At.Tick(10))), 0, 10));
        Assert.Equal("Minutes 0 0 []", Text(new CompanyBooks(Make.Company), 0, 10));
    }

    [Fact]
    public void A_report_names_company_and_version()
    {
        var report = Make.Books(Make.Switch(1, BillingSystem.Minutes)).View().Report(At.Range(0, 1));
        Assert.Equal((Make.Company, 1L), (report.CompanyId, report.Version));
    }

    private static long Quantity(CompanyBooks books, long start, long end) => books.View().Report(At.Range(start, end)).Systems[0].Quantity;

    private static string Text(CompanyBooks books, long start, long end) => ReportText.Of(books.View().Report(At.Range(start, end)));
}
