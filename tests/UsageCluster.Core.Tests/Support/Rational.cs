using System.Numerics;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Exact fractions, for models.</summary>
internal readonly record struct Rational
{
    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        _numerator = numerator / divisor;
        _denominator = denominator / divisor;
    }

    public static readonly Rational Zero = new(0, 1);

    /// <summary>Rounded to a whole number, half away from zero.</summary>
    public BigInteger Rounded
    {
        get
        {
            var twice = BigInteger.Abs(_numerator) * 2;
            var magnitude = (twice + _denominator) / (2 * _denominator);
            return _numerator.Sign < 0 ? -magnitude : magnitude;
        }
    }

    public static implicit operator Rational(long value) => new(value, 1);

    public static Rational operator +(Rational a, Rational b) =>
        new((a._numerator * b._denominator) + (b._numerator * a._denominator), a._denominator * b._denominator);

    public static Rational operator -(Rational a, Rational b) => a + new Rational(-b._numerator, b._denominator);

    public static Rational operator *(Rational a, Rational b) => new(a._numerator * b._numerator, a._denominator * b._denominator);

    public static Rational operator /(Rational a, Rational b) => new(a._numerator * b._denominator, a._denominator * b._numerator);

    public static Rational Max(Rational a, Rational b) => (a - b)._numerator.Sign >= 0 ? a : b;
}
