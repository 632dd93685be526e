using System.Globalization;
using System.Numerics;
using System.Text;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Quantities;

public class SixDigitsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(60_000, "1")]
    [InlineData(7_230_000, "120.5")]
    [InlineData(20_000, "0.333333")]
    [InlineData(40_000, "0.666667")]
    [InlineData(1, "0.000017")]
    [InlineData(2, "0.000033")]
    [InlineData(3, "0.00005")]
    [InlineData(59_999, "0.999983")]
    [InlineData(-1, "-0.000017")]
    [InlineData(-90_000, "-1.5")]
    [InlineData(600_000_000, "10000")]
    [InlineData(long.MaxValue, "153722867280912.930117")]
    [InlineData(long.MinValue, "-153722867280912.930133")]
    public void Milliseconds_are_written_as_minutes(long ms, string expected) => Assert.Equal(expected, Text(BillingSystem.Minutes, ms));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000001")]
    [InlineData(1_500_000, "1.5")]
    [InlineData(-2_000_000, "-2")]
    [InlineData(100_000, "0.1")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void Millionths_are_written_as_credits(long micro, string expected) => Assert.Equal(expected, Text(BillingSystem.Credits, micro));

    [Fact]
    public void Minutes_are_rounded_once_half_away_from_zero() =>
        Law.Holds(Generate.Longs, 3000, ms =>
        {
            var expected = Divide((BigInteger)ms * 1_000_000, 60_000);
            Assert.Equal(Text(expected), Text(BillingSystem.Minutes, ms));
        });

    [Fact]
    public void What_is_written_is_read_again() =>
        Law.Holds(Generate.Longs, 2000, micro =>
            SixDigits.TryParseMicro(Encoding.UTF8.GetBytes(Text(BillingSystem.Credits, micro)), out var read) && read == micro);

    [Fact]
    public void The_longest_text_fits()
    {
        Assert.True(Text(BillingSystem.Minutes, long.MinValue).Length <= SixDigits.LengthMax);
        Assert.True(Text(BillingSystem.Credits, long.MinValue).Length <= SixDigits.LengthMax);
    }

    private static string Text(BillingSystem system, long quantity)
    {
        Span<byte> utf8 = stackalloc byte[SixDigits.LengthMax];
        return Encoding.ASCII.GetString(utf8[..SixDigits.Format(system, quantity, utf8)]);
    }

    private static string Text(BigInteger micro)
    {
        var digits = BigInteger.Abs(micro).ToString(CultureInfo.InvariantCulture).PadLeft(7, '0');
        var text = $"{digits[..^6]}.{digits[^6..]}".TrimEnd('0').TrimEnd('.');
        return micro < 0 ? "-" + text : text;
    }

    private static BigInteger Divide(BigInteger dividend, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(dividend), divisor, out var rest);
        return (rest * 2 >= divisor ? quotient + 1 : quotient) * dividend.Sign;
    }
}
