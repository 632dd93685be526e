using UsageCluster.Core.Time;
using UsageCluster.Gateway.Alerts;

namespace UsageCluster.Gateway.Tests.Alerts;

public sealed class MonthEndsTests
{
    private static readonly MonthEnds Months = new(TimeSpan.FromDays(3));

    [Theory]
    [InlineData("2024-03-01T00:00:00Z", "2024-02", "2024-03")]
    [InlineData("2024-03-03T23:59:59Z", "2024-02", "2024-03")]
    [InlineData("2024-03-04T00:00:00Z", "2024-03")]
    [InlineData("2024-03-31T23:59:59Z", "2024-03")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01")]
    public void The_last_month_counts_until_it_is_closed(string now, params string[] expected) =>
        Assert.Equal(expected, Months.OpenAt(Instant.From(DateTimeOffset.Parse(now, null))).Select(m => m.ToString()));
}
