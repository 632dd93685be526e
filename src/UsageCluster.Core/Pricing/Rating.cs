namespace UsageCluster.Core.Pricing;

/// <summary>What an event costs.</summary>
public static class Rating
{
    /// <summary>
    /// <c>baseCost + max(0, ms/60,000 − includedMinutes) × costPerMinute</c> in millionths of a credit: computed exactly,
    /// rounded once, half away from zero (domain rule 3). Throws <see cref="OverflowException"/> beyond 64 bits.
    /// </summary>
    public static long CreditsMicro(PriceRule rule, long durationMs) => throw new NotSupportedException();
}
