using System.Numerics;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>
/// A company's plan figures of a month (domain rules 16 and 17). Each stretch is figured alone and exactly; sums are rounded once. Quantities are
/// of the stretches that count in <see cref="Plan"/>'s unit, money is of those in its currency.
/// </summary>
public sealed record PlanMonth
{
    /// <summary>The month.</summary>
    public required CalendarMonth Month { get; init; }

    /// <summary>The version of the last stretch that has begun; of the first one, if none has.</summary>
    public required PlanVersion Plan { get; init; }

    /// <summary>The stretches, in order of time; at least one.</summary>
    public required IReadOnlyList<PlanStretch> Stretches { get; init; }

    /// <summary>The allowance, in millionths of a minute or credit.</summary>
    public required long IncludedMicro { get; init; }

    /// <summary>What was used: milliseconds or millionths of a credit, exact.</summary>
    public required long Used { get; init; }

    /// <summary>What is left of the stretches' allowances, in millionths of a minute or credit.</summary>
    public required long RemainingMicro { get; init; }

    /// <summary>What was used beyond them, in millionths of a minute or credit.</summary>
    public required long OverageMicro { get; init; }

    /// <summary>The fees, in millionths of the currency's unit.</summary>
    public required long FeeMicro { get; init; }

    /// <summary>The price of <see cref="OverageMicro"/>, in millionths of the currency's unit.</summary>
    public required long OverageCostMicro { get; init; }

    /// <summary>
    /// Fees and overage if the stretch under way is used on as it was until now; at most what 64 bits hold, since right after its beginning any pace
    /// is possible.
    /// </summary>
    public required long ProjectedCostMicro { get; init; }

    /// <summary>What the month costs in each currency, by code (ordinal).</summary>
    public required IReadOnlyList<PlanCharge> Charges { get; init; }

    /// <summary>
    /// The figures; null if no part of the month is under a plan. Throws <see cref="OverflowException"/> for a figure beyond 64 bits.
    /// </summary>
    /// <param name="month">The month.</param>
    /// <param name="stretches">See <see cref="PlanStretch.OfMonth"/>.</param>
    /// <param name="used">What was booked in a system in a range: milliseconds or millionths of a credit.</param>
    /// <param name="now">Until when the pace is known.</param>
    public static PlanMonth? Of(
        CalendarMonth month, IReadOnlyList<PlanStretch> stretches, Func<BillingSystem, TimeRange, long> used, Instant now)
    {
        if (stretches.Count == 0)
            return null;
        var range = month.Range;
        var figures = stretches.Select(s => new StretchFigures(s, range, used(s.Plan.Unit, s.Range), now)).ToList();
        var plan = (stretches.LastOrDefault(s => s.Range.Start <= now) ?? stretches[0]).Plan;
        var quantities = figures.Where(f => f.Plan.Unit == plan.Unit).ToList();
        var money = figures.Where(f => f.Plan.Currency == plan.Currency).ToList();
        BigInteger quantity = (BigInteger)StretchFigures.Thirds * (range.End.Ticks - range.Start.Ticks);
        var price = quantity * StretchFigures.MicroPerUnit;
        return new PlanMonth
        {
            Month = month,
            Plan = plan,
            Stretches = stretches,
            IncludedMicro = Exact.Round(Sum(quantities, f => f.Included), quantity),
            Used = checked((long)Sum(quantities, f => f.Used)),
            RemainingMicro = Exact.Round(Sum(quantities, f => f.Remaining), quantity),
            OverageMicro = Exact.Round(Sum(quantities, f => f.Overage), quantity),
            FeeMicro = Exact.Round(Sum(money, f => f.Fee), price),
            OverageCostMicro = Exact.Round(Sum(money, f => f.OverageCost), price),
            ProjectedCostMicro = Projected(money, price),
            Charges =
            [
                .. figures.GroupBy(f => f.Plan.Currency, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(
                    g => new PlanCharge(g.Key, Exact.Round(Sum(g, f => f.Fee), price), Exact.Round(Sum(g, f => f.OverageCost), price))),
            ],
        };
    }

    /// <summary>One stretch at most is under way: its elapsed ticks are the common denominator.</summary>
    private static long Projected(List<StretchFigures> money, BigInteger price)
    {
        var elapsed = money.Aggregate(BigInteger.One, (product, f) => product * f.Elapsed);
        var numerator = Sum(money, f => (f.Fee * elapsed) + (f.ProjectedOverageCost * (elapsed / f.Elapsed)));
        var denominator = price * elapsed;
        return numerator / denominator >= long.MaxValue ? long.MaxValue : Exact.Round(numerator, denominator);
    }

    private static BigInteger Sum(IEnumerable<StretchFigures> figures, Func<StretchFigures, BigInteger> of) =>
        figures.Aggregate(BigInteger.Zero, (sum, f) => sum + of(f));
}
