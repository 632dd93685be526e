using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Time;

public class CalendarMonthTests
{
    [Theory]
    [InlineData("2024-02", "2024-02-01", "2024-03-01")]
    [InlineData("1970-01", "1970-01-01", "1970-02-01")]
    [InlineData("2025-12", "2025-12-01", "2026-01-01")]
    public void A_month_goes_from_its_first_instant_to_the_next_ones(string text, string start, string end)
    {
        Assert.True(CalendarMonth.TryParse(text, out var month));
        Assert.Equal(At.Of(start), month.Start);
        Assert.Equal(At.Of(end), month.End);
        Assert.Equal(text, month.ToString());
        Assert.Equal(month, CalendarMonth.At(month.Start));
        Assert.Equal(month, CalendarMonth.At(month.End.Plus(-TimeSpan.FromTicks(1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-13")]
    [InlineData("2024-00")]
    [InlineData("1969-12")]
    [InlineData("2024-1")]
    [InlineData("2024-01-01")]
    [InlineData("+024-01")]
    [InlineData(" 024-01")]
    [InlineData("2024/01")]
    public void Anything_else_is_no_month(string text) => Assert.False(CalendarMonth.TryParse(text, out _));

    [Fact]
    public void Months_are_counted_across_years()
    {
        Assert.Equal(new CalendarMonth(2027, 1), new CalendarMonth(2026, 2).Plus(11));
        Assert.Equal(new CalendarMonth(2025, 12), new CalendarMonth(2026, 2).Plus(-2));
        Assert.True(new CalendarMonth(2026, 2) < new CalendarMonth(2026, 3));
        Assert.Equal(Instant.Latest, CalendarMonth.Last.End);
    }
}
