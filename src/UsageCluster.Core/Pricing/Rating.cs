namespace UsageCluster.Core.Pricing;

/// <summary>What an event costs.</summary>
public static class Rating
{
    // A millisecond is 50/3 millionths of a minute: in thirds, nothing is lost before the one rounding.
    private const int ThirdsPerMs = 50;
    private const int Thirds = 3;
    private const long Divisor = Thirds * 1_000_000L;

    /// <summary>
    /// <c>baseCost + max(0, ms/60,000 − includedMinutes) × costPerMinute</c> in millionths of a credit: computed exactly,
    /// rounded once, half away from zero (domain rule 3). Throws <see cref="OverflowException"/> beyond 64 bits.
    /// </summary>
    public static long CreditsMicro(PriceRule rule, long durationMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(durationMs);
        var beyondIncluded = ((Int128)durationMs * ThirdsPerMs) - ((Int128)rule.IncludedMinutesMicro * Thirds);
        if (beyondIncluded <= 0)
            return rule.BaseCostMicro;

        // The product leaves 128 bits only where the quotient leaves 64 by far.
        var product = checked(beyondIncluded * rule.CostPerMinuteMicro);
        return checked((long)(rule.BaseCostMicro + ((product + (Divisor / 2)) / Divisor)));
    }
}
