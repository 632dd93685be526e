using UsageCluster.Actors.Alerts;
using UsageCluster.Core.Billing;
using UsageCluster.Gateway.Alerts;

namespace UsageCluster.Gateway.Tests.Alerts;

public sealed class AlertFiguresTests
{
    [Theory]
    [InlineData(60_000, 1_000_000, true)]
    [InlineData(59_999, 1_000_000, false)]
    [InlineData(1, 16, true)]
    [InlineData(1, 17, false)]
    [InlineData(long.MaxValue, long.MaxValue, true)]
    public void Minutes_are_compared_exactly(long usedMs, long thresholdMicro, bool reached) =>
        Assert.Equal(reached, Used(usedMs, 0).HasReached(new AlertThreshold(AlertMeasure.Minutes, thresholdMicro)));

    [Theory]
    [InlineData(1_000_000, 1_000_000, true)]
    [InlineData(999_999, 1_000_000, false)]
    public void Credits_are_compared_exactly(long usedMicro, long thresholdMicro, bool reached)
    {
        Assert.Equal(reached, Used(0, usedMicro).HasReached(new AlertThreshold(AlertMeasure.Credits, thresholdMicro)));
        Assert.False(Used(0, usedMicro).HasReached(new AlertThreshold(AlertMeasure.Minutes, 1)));
    }

    [Theory]
    // 80 % of 100 minutes.
    [InlineData(4_800_000, 100_000_000, 80_000, true)]
    [InlineData(4_799_999, 100_000_000, 80_000, false)]
    // 33.333 % of a minute is 19,999.8 ms.
    [InlineData(20_000, 1_000_000, 33_333, true)]
    [InlineData(19_999, 1_000_000, 33_333, false)]
    [InlineData(150_000, 1_000_000, 250_000, true)]
    [InlineData(long.MaxValue, long.MaxValue, long.MaxValue, false)]
    public void A_share_of_the_allowance_is_compared_exactly(long usedMs, long allowanceMicro, long share, bool reached) => Assert.Equal(
        reached,
        Shares(new AlertReading(BillingSystem.Minutes, usedMs, allowanceMicro)).HasReached(new AlertThreshold(AlertMeasure.AllowanceShare, share)));

    [Fact]
    public void A_share_of_no_allowance_is_never_reached()
    {
        Assert.False(Shares().HasReached(new AlertThreshold(AlertMeasure.AllowanceShare, 1)));
        Assert.False(Shares(new AlertReading(BillingSystem.Minutes, 1_000, 0)).HasReached(new AlertThreshold(AlertMeasure.AllowanceShare, 1)));
        Assert.Null(Shares(new AlertReading(BillingSystem.Minutes, 1_000, 0)).Read(AlertMeasure.AllowanceShare));
    }

    [Fact]
    public void Of_minutes_and_credits_the_larger_share_counts()
    {
        var minutes = new AlertReading(BillingSystem.Minutes, 30_000, 1_000_000);
        var credits = new AlertReading(BillingSystem.Credits, 600_000, 1_000_000);

        Assert.Equal(credits, Shares(minutes, credits).Read(AlertMeasure.AllowanceShare));
        Assert.Equal(minutes, Shares(minutes, credits with { Used = 1 }).Read(AlertMeasure.AllowanceShare));
        Assert.Equal(credits, Shares(minutes with { AllowanceMicro = 0 }, credits).Read(AlertMeasure.AllowanceShare));
    }

    private static AlertFigures Used(long ms, long microCredits) => new(ms, microCredits, [], [], 0);

    private static AlertFigures Shares(params AlertReading[] allowances) => new(0, 0, allowances, [], 0);
}
