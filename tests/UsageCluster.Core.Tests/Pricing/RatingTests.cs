using System.Numerics;
using FsCheck.Fluent;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Pricing;

public class RatingTests
{
    [Theory]
    [InlineData(500_000, 0, 0, 600_000, 500_000)] // the base cost alone
    [InlineData(1_000_000, 5_000_000, 200_000, 300_000, 1_000_000)] // five minutes are included
    [InlineData(1_000_000, 5_000_000, 200_000, 300_001, 1_000_003)] // 1 ms more: 3.33 millionths
    [InlineData(1_000_000, 5_000_000, 200_000, 600_000, 2_000_000)]
    [InlineData(0, 0, 1, 30_000, 1)] // half a millionth: away from zero
    [InlineData(0, 0, 1, 29_999, 0)]
    [InlineData(0, 0, 3, 30_000, 2)] // 1.5 millionths
    [InlineData(0, 0, 1_000_000, 0, 0)]
    [InlineData(0, 1, 60_000_000_000, 1, 940_000)] // included millionths of a minute count exactly
    public void Credits_follow_the_formula(long baseCost, long included, long perMinute, long durationMs, long expected) =>
        Assert.Equal(expected, Rating.CreditsMicro(Make.Rule(baseCost: baseCost, included: included, perMinute: perMinute), durationMs));

    [Fact]
    public void Credits_are_computed_exactly_and_rounded_once() =>
        Law.Holds(
            from baseCost in Generate.NaturalLongs
            from included in Generate.NaturalLongs
            from perMinute in Generate.NaturalLongs
            from durationMs in Gen.OneOf(Generate.Between(0, EventLimits.DurationMsMax), Generate.NaturalLongs)
            select (baseCost, included, perMinute, durationMs),
            4000,
            c =>
            {
                // Over the common denominator: millionths of a credit, times 60,000 ms, times a million.
                var beyond = BigInteger.Max(0, ((BigInteger)c.durationMs * 1_000_000) - ((BigInteger)c.included * 60_000));
                BigInteger denominator = 60_000L * 1_000_000;
                var quotient = BigInteger.DivRem(beyond * c.perMinute, denominator, out var rest);
                var expected = c.baseCost + quotient + (rest * 2 >= denominator ? 1 : 0);
                var rule = Make.Rule(baseCost: c.baseCost, included: c.included, perMinute: c.perMinute);
                if (expected > long.MaxValue)
                    Assert.Throws<OverflowException>(() => { Rating.CreditsMicro(rule, c.durationMs); });
                else
                    Assert.Equal(expected, Rating.CreditsMicro(rule, c.durationMs));
            });

    [Fact]
    public void A_negative_duration_is_no_duration() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { Rating.CreditsMicro(Make.Rule(), -1); });
}
