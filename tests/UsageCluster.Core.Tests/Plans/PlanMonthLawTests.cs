using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Plans;

public class PlanMonthLawTests
{
    private static readonly CalendarMonth Month = new(2026, 2);
    private static readonly string[] Ids = ["basic", "pro"];

    private static readonly Gen<Instant> Instants =
        from ticks in Generate.Between(Month.Start.Ticks - TimeSpan.TicksPerDay, Month.End.Ticks + TimeSpan.TicksPerDay)
        from unit in Gen.Elements(1L, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay)
        select new Instant(ticks - (ticks % unit));

    private static readonly Gen<PlanVersion> Contents =
        from fee in Generate.Between(0, 1_000_000_000_000)
        from included in Generate.Between(0, 100_000_000_000)
        from price in Generate.Between(0, 1_000_000_000)
        from currency in Gen.Elements("EUR", "USD")
        from unit in Gen.Elements(BillingSystem.Minutes, BillingSystem.Credits)
        select new PlanVersion
        {
            PlanId = "",
            Version = 0,
            Since = Instant.Always,
            Name = "Plan",
            MonthlyFeeMicro = fee,
            Currency = currency,
            Unit = unit,
            IncludedMicro = included,
            PriceMicro = price,
        };

    private static readonly Gen<(List<PlanVersion> Versions, List<(string, Instant)> Assigned, Instant? ClosedAt)> Stories =
        from contents in Contents.ListOf(4)
        from sinces in Instants.ListOf(4)
        from ids in Gen.Elements(Ids).ListOf(4)
        from starts in Instants.ListOf(4)
        from count in Gen.Choose(0, 4)
        from closed in Gen.Frequency((3, Gen.Constant<Instant?>(null)), (1, Instants.Select(i => (Instant?)i)))
        let ordered = sinces.Order().ToList()
        let versions = contents.Select((c, i) => c with
        {
            PlanId = Ids[i % 2],
            Version = (i / 2) + 1,
            Since = i < 2 ? Instant.Always : ordered[i],
        }).ToList()
        select (versions, ids.Zip(starts).Take(count).ToList(), closed);

    [Fact]
    public void Stretches_are_those_of_the_rules() => Law.Holds(Stories, 1000, story =>
    {
        var expected = new NaivePlans(Month, story.Assigned, story.Versions, story.ClosedAt).Stretches();
        var actual = Stretches(story).Select(s => (s.Range.Start, s.Range.End, s.Plan)).ToList();
        Assert.Equal(expected, actual);
    });

    [Fact]
    public void Figures_are_exact_and_rounded_once() => Law.Holds(
        from story in Stories
        from now in Instants
        from scale in Generate.Between(0, 1_000_000)
        select (story, now, scale),
        1000,
        c =>
        {
            var used = (BillingSystem system, TimeRange range) => (range.End.Ticks - range.Start.Ticks) / 1_000_000 * c.scale * (int)system;
            var stretches = new NaivePlans(Month, c.story.Assigned, c.story.Versions, c.story.ClosedAt).Stretches();
            var figures = PlanMonth.Of(Month, Stretches(c.story), used, c.now);
            if (stretches.Count == 0)
            {
                Assert.Null(figures);
                return;
            }

            Rational included = Rational.Zero, remaining = Rational.Zero, overage = Rational.Zero, projected = Rational.Zero;
            var charges = new SortedDictionary<string, (Rational Fee, Rational Overage)>(StringComparer.Ordinal);
            BigInteger usedTotal = 0;
            var plan = stretches.LastOrDefault(s => s.Start <= c.now, stretches[0]).Plan;
            foreach (var (start, end, version) in stretches)
            {
                var share = NaivePlans.Share(start, end, Month);
                var quantity = used(version.Unit, new TimeRange(start, end));
                var units = NaivePlans.Used(version.Unit, quantity);
                var beyond = Rational.Max(0, units - (share * version.IncludedMicro));
                if (version.Unit == plan.Unit)
                {
                    included += share * version.IncludedMicro;
                    remaining += Rational.Max(0, (share * version.IncludedMicro) - units);
                    overage += beyond;
                    usedTotal += quantity;
                }

                var pace = c.now > start && c.now < end ? new Rational(end.Ticks - start.Ticks, c.now.Ticks - start.Ticks) : 1;
                if (version.Currency == plan.Currency)
                    projected += (share * version.MonthlyFeeMicro) + NaivePlans.Price(Rational.Max(0, (units * pace) - (share * version.IncludedMicro)), version);
                var before = charges.GetValueOrDefault(version.Currency, (Rational.Zero, Rational.Zero));
                charges[version.Currency] = (before.Item1 + (share * version.MonthlyFeeMicro), before.Item2 + NaivePlans.Price(beyond, version));
            }

            Assert.Same(plan, figures!.Plan);
            Assert.Equal(usedTotal, figures.Used);
            Assert.Equal(included.Rounded, figures.IncludedMicro);
            Assert.Equal(remaining.Rounded, figures.RemainingMicro);
            Assert.Equal(overage.Rounded, figures.OverageMicro);
            Assert.Equal(BigInteger.Min(projected.Rounded, long.MaxValue), figures.ProjectedCostMicro);
            Assert.Equal(charges[plan.Currency].Fee.Rounded, figures.FeeMicro);
            Assert.Equal(charges[plan.Currency].Overage.Rounded, figures.OverageCostMicro);
            Assert.Equal(
                charges.Select(g => (g.Key, g.Value.Fee.Rounded, g.Value.Overage.Rounded)),
                figures.Charges.Select(g => (g.Currency, (BigInteger)g.FeeMicro, (BigInteger)g.OverageMicro)));
        });

    private static IReadOnlyList<PlanStretch> Stretches((List<PlanVersion> Versions, List<(string, Instant)> Assigned, Instant? ClosedAt) story)
    {
        var history = story.Assigned.Aggregate(PlanHistory.Empty, (h, a) => h.Assign(a.Item1, a.Item2));
        return PlanStretch.OfMonth(Month, history, new PlanSet(story.Versions), story.ClosedAt);
    }
}
