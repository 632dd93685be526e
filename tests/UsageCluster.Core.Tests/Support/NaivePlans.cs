using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>The plan figures of a month as the rules say them, in fractions and without a thought for speed.</summary>
internal sealed class NaivePlans(
    CalendarMonth month, IReadOnlyList<(string PlanId, Instant Since)> assigned, IReadOnlyList<PlanVersion> versions, Instant? closedAt)
{
    /// <summary>Every piece between two instants at which anything could change, as long as it belongs to one stretch.</summary>
    public List<(Instant Start, Instant End, PlanVersion Plan)> Stretches()
    {
        var cuts = assigned.Select(a => a.Since).Concat(versions.Select(v => v.Since)).Append(closedAt ?? month.End)
            .Append(month.Start).Append(month.End).Where(i => i >= month.Start && i <= month.End).Distinct().Order().ToList();
        var stretches = new List<(Instant Start, Instant End, PlanVersion Plan)>();
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            if (cuts[i] >= closedAt || PlanAt(cuts[i]) is not { } plan)
                continue;
            if (stretches.Count > 0 && stretches[^1].End == cuts[i] && ReferenceEquals(stretches[^1].Plan, plan))
                stretches[^1] = stretches[^1] with { End = cuts[i + 1] };
            else
                stretches.Add((cuts[i], cuts[i + 1], plan));
        }

        return stretches;
    }

    public static Rational Share(Instant start, Instant end, CalendarMonth month) =>
        new(end.Ticks - start.Ticks, month.End.Ticks - month.Start.Ticks);

    /// <summary>In millionths of a minute or credit.</summary>
    public static Rational Used(BillingSystem unit, long quantity) => unit == BillingSystem.Minutes ? new Rational(quantity, 60_000) * 1_000_000 : quantity;

    public static Rational Price(Rational quantityMicro, PlanVersion plan) => quantityMicro * plan.PriceMicro / 1_000_000;

    /// <summary>The company's plan at an instant: a later call rules from its instant on.</summary>
    private PlanVersion? PlanAt(Instant at)
    {
        string? planId = null;
        for (var i = 0; i < assigned.Count; i++)
        {
            var removed = assigned.Skip(i + 1).Any(later => later.Since <= assigned[i].Since);
            if (!removed && assigned[i].Since <= at)
                planId = assigned[i].PlanId;
        }

        return planId is null
            ? null
            : versions.Where(v => v.PlanId == planId && (v.Version == 1 || v.Since <= at)).MaxBy(v => v.Version);
    }
}
