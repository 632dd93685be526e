using System.Numerics;

namespace UsageCluster.Core.Plans;

/// <summary>The one rounding of a figure that was computed as a fraction.</summary>
internal static class Exact
{
    /// <summary>
    /// The whole number nearest to a fraction, half away from zero. Throws <see cref="OverflowException"/> beyond 64 bits. The denominator is
    /// positive.
    /// </summary>
    public static long Round(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        if (rest * 2 >= denominator)
            quotient++;
        return checked((long)(numerator.Sign < 0 ? -quotient : quotient));
    }
}
