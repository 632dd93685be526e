using UsageCluster.Core.Books;

namespace UsageCluster.Gateway.Monthly;

/// <summary>What a use is priced by.</summary>
/// <param name="PriceMicro">The price of a unit, in millionths of the currency's unit.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Unit">What is counted: <c>MINUTES</c>, <c>SECONDS</c>, <c>REQUESTS</c> or <c>OTHER</c> (credits).</param>
internal readonly record struct MonthlyPrice(long PriceMicro, string Currency, string Unit)
{
    /// <summary>The units of figures in millionths, rounded once, half away from zero.</summary>
    public long UnitsMicro(LineSums sums) => Unit switch
    {
        "MINUTES" => Round((Int128)sums.Quantity * 1_000_000, 60_000),
        "SECONDS" => Round((Int128)sums.Quantity * 1_000_000, 1_000),
        "REQUESTS" => Round((Int128)sums.Events * 1_000_000, 1),
        _ => sums.Quantity,
    };

    /// <summary>Price times the exact units, in millionths of the currency's unit, rounded once.</summary>
    public long AmountMicro(LineSums sums) => Unit switch
    {
        "MINUTES" => Round((Int128)PriceMicro * sums.Quantity, 60_000),
        "SECONDS" => Round((Int128)PriceMicro * sums.Quantity, 1_000),
        "REQUESTS" => Round((Int128)PriceMicro * sums.Events, 1),
        _ => Round((Int128)PriceMicro * sums.Quantity, 1_000_000),
    };

    private static long Round(Int128 numerator, int denominator)
    {
        var (quotient, rest) = Int128.DivRem(Int128.Abs(numerator), denominator);
        if (rest * 2 >= denominator)
            quotient++;
        return checked((long)(numerator < 0 ? -quotient : quotient));
    }
}
