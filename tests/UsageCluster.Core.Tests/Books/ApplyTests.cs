using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

public class ApplyTests
{
    [Fact]
    public void Books_start_empty()
    {
        var view = new CompanyBooks(Make.Company).View();
        Assert.Equal((Make.Company, 0L, null), (view.CompanyId, view.Version, view.ClosedAt));
        Assert.Empty(view.Billing.Periods);
        Assert.Empty(view.PriceOverrides.Rules);
    }

    [Fact]
    public void Settings_follow_their_entries()
    {
        var rule = Make.Rule("sales");
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Minutes, At.Tick(0)), Make.Switch(2, BillingSystem.Credits, At.Tick(9)), Make.Closing(3, At.Tick(20)),
            Make.Override(4, rule));
        var view = books.View();
        Assert.Equal(4, books.Version);
        Assert.Equal<BillingPeriod>([new(At.Tick(0), BillingSystem.Minutes), new(At.Tick(9), BillingSystem.Credits)], view.Billing.Periods);
        Assert.Equal(At.Tick(20), view.ClosedAt);
        Assert.Equal([rule], view.PriceOverrides.Rules);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_version_that_does_not_follow_is_refused_and_nothing_is_applied(long version)
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var view = books.View();
        Assert.Throws<InvalidDataException>(() => books.Apply([Make.Usage(version, At.Tick(0), 1)]));
        Assert.Throws<InvalidDataException>(() => books.Apply([Make.Usage(2, At.Tick(0), 1), Make.Usage(version + 1, At.Tick(0), 1)]));
        Assert.Equal(1, books.Version);
        Assert.Same(view, books.View());
    }

    [Fact]
    public void Back_dated_switches_leave_what_was_booked()
    {
        var books = Make.Books(
            Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(5), 100), Make.Switch(3, BillingSystem.Credits, At.Tick(0)),
            Make.Closing(4, At.Tick(0)));
        Assert.Equal(
            "Credits 0 0 [] | Minutes 100 1 [interview_minutes 1 1 100]", ReportText.Of(books.View().Report(At.Range(0, 10))));
    }

    [Fact]
    public void A_total_that_leaves_64_bits_is_an_error_and_never_a_wrap()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), long.MaxValue, "a"));
        Assert.Throws<OverflowException>(() => books.Apply([Make.Usage(3, At.Tick(0), 1, "b")]));
    }

    [Fact]
    public void The_same_view_is_given_until_an_entry_is_applied()
    {
        var books = Make.Books(Make.Switch(1, BillingSystem.Minutes));
        var view = books.View();
        books.Apply([]);
        Assert.Same(view, books.View());
        books.Apply([Make.Usage(2, At.Tick(0), 1, isTest: true)]);
        Assert.Equal(2, books.View().Version);
    }
}
