using System.Numerics;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>
/// A stretch's exact figures, as numerators. The denominator of quantities is three times the ticks of the month, since a share of it is a
/// fraction of its ticks and a millisecond is 50/3 millionths of a minute; that of money is a million times as large.
/// </summary>
internal readonly struct StretchFigures
{
    public const int ThirdsPerMs = 50;
    public const int Thirds = 3;
    public const int MicroPerUnit = 1_000_000;

    public StretchFigures(PlanStretch stretch, TimeRange month, long used, Instant now)
    {
        Plan = stretch.Plan;
        Used = used;
        BigInteger ticks = month.End.Ticks - month.Start.Ticks;
        var length = stretch.Range.End.Ticks - stretch.Range.Start.Ticks;
        var usedShare = (BigInteger)used * (Plan.Unit == BillingSystem.Minutes ? ThirdsPerMs : Thirds) * ticks;
        Included = (BigInteger)Plan.IncludedMicro * length * Thirds;
        Remaining = BigInteger.Max(0, Included - usedShare);
        Overage = BigInteger.Max(0, usedShare - Included);
        Fee = (BigInteger)Plan.MonthlyFeeMicro * length * Thirds * MicroPerUnit;
        OverageCost = Overage * Plan.PriceMicro;

        // One that is over, or has not begun, stays as it is.
        var elapsed = now.Ticks - stretch.Range.Start.Ticks;
        Elapsed = elapsed > 0 && elapsed < length ? elapsed : 1;
        ProjectedOverageCost = elapsed > 0 && elapsed < length
            ? BigInteger.Max(0, (usedShare * length) - (Included * elapsed)) * Plan.PriceMicro
            : OverageCost;
    }

    public PlanVersion Plan { get; }

    /// <summary>Milliseconds or millionths of a credit: whole, no numerator.</summary>
    public long Used { get; }

    public BigInteger Included { get; }

    public BigInteger Remaining { get; }

    public BigInteger Overage { get; }

    public BigInteger Fee { get; }

    public BigInteger OverageCost { get; }

    /// <summary>What the denominator of <see cref="ProjectedOverageCost"/> has as one more factor.</summary>
    public BigInteger Elapsed { get; }

    public BigInteger ProjectedOverageCost { get; }
}
