using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Quantities;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Quantities;

public class JsonNumberTests
{
    private static readonly Gen<(string Whole, string Fraction, int Exponent, bool Negative)> Numbers =
        from whole in Gen.Choose(0, 9).ListOf().Resize(24).Select(d => string.Concat(d).TrimStart('0'))
        from fraction in Gen.Choose(0, 30).Select(d => Math.Max(0, d - 21)).ListOf().Resize(24).Select(string.Concat)
        from exponent in Gen.Choose(-25, 25)
        from negative in Gen.Elements(true, false)
        select (whole.Length == 0 ? "0" : whole, fraction, exponent, negative);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.000e5", 0)]
    [InlineData("0e999999999999999999999", 0)]
    [InlineData("1", 1_000)]
    [InlineData("1.5000", 1_500)]
    [InlineData("1.234", 1_234)]
    [InlineData("1e2", 100_000)]
    [InlineData("1E+2", 100_000)]
    [InlineData("1.5e-2", 15)]
    [InlineData("1500e-3", 1_500)]
    [InlineData("604800", 604_800_000)]
    [InlineData("-12.5", -12_500)]
    [InlineData("1.000000000000000000000000000000", 1_000)]
    [InlineData("100000000000000000000000000000e-29", 1_000)]
    [InlineData("0.00000000000000000000000000001e29", 1_000)]
    [InlineData("9223372036854775.807", long.MaxValue)]
    [InlineData("-9223372036854775.808", long.MinValue)]
    public void A_number_of_seconds_is_read_by_value(string text, long expected)
    {
        Assert.True(SixDigits.TryParseMilliseconds(Encoding.UTF8.GetBytes(text), out var ms));
        Assert.Equal(expected, ms);
    }

    [Theory]
    [InlineData("1.2345")]
    [InlineData("1e-4")]
    [InlineData("0.0001")]
    [InlineData("9223372036854775.808")]
    [InlineData("-9223372036854775.809")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("1e99999999999999999999999999")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1.e2")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("--1")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1_000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("\"1\"")]
    public void A_number_that_is_not_whole_milliseconds_is_refused(string text) =>
        Assert.False(SixDigits.TryParseMilliseconds(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Millionths_have_six_digits()
    {
        Assert.True(SixDigits.TryParseMicro("0.0000010"u8, out var micro));
        Assert.Equal(1, micro);
        Assert.False(SixDigits.TryParseMicro("0.0000001"u8, out _));
    }

    [Fact]
    public void A_number_of_a_million_digits_is_read_in_passing()
    {
        var zeros = new string('0', 1_000_000);
        Assert.True(SixDigits.TryParseMicro(Encoding.ASCII.GetBytes($"0.{zeros}1e1000001"), out var one));
        Assert.Equal(1_000_000, one);
        Assert.True(SixDigits.TryParseMicro(Encoding.ASCII.GetBytes($"2{zeros}e-1000000"), out var two));
        Assert.Equal(2_000_000, two);
        Assert.False(SixDigits.TryParseMicro(Encoding.ASCII.GetBytes($"1{zeros}1"), out _));
    }

    [Fact]
    public void Every_number_is_read_as_big_integers_read_it() =>
        Law.Holds(Numbers, 4000, number =>
        {
            var (whole, fraction, exponent, negative) = number;
            var text = (negative ? "-" : "") + whole + (fraction.Length > 0 ? "." + fraction : "") + (exponent == 0 ? "" : $"e{exponent}");
            var digits = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture) * (negative ? -1 : 1);
            var power = exponent - fraction.Length + 6;
            var scaled = digits * BigInteger.Pow(10, Math.Max(0, power));
            var value = BigInteger.DivRem(scaled, BigInteger.Pow(10, Math.Max(0, -power)), out var rest);
            var representable = rest.IsZero && value >= long.MinValue && value <= long.MaxValue;
            Assert.Equal(representable, SixDigits.TryParseMicro(Encoding.ASCII.GetBytes(text), out var micro));
            if (representable)
                Assert.Equal(value, micro);
        });
}
