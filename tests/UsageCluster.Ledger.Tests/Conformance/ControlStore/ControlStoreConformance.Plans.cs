using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task A_plan_keeps_every_field_of_every_version_and_moves_the_rates_revision()
    {
        var first = new PlanVersion
        {
            PlanId = NewFocus(),
            Version = 1,
            Since = Instant.Always,
            Name = "Basis 🎈",
            MonthlyFeeMicro = long.MaxValue,
            Currency = "EUR",
            Unit = BillingSystem.Credits,
            IncludedMicro = 1,
            PriceMicro = 0,
        };
        var second = first with
        {
            Version = 2,
            Since = new Instant(Samples.Noon.Ticks + 1),
            Unit = BillingSystem.Minutes,
            BillingIncrementSeconds = 60,
            LimitMicro = long.MaxValue,
            FeatureFlags = [new PlanFlag("-sso", true), new PlanFlag("vidéo + chat", false)],
        };
        var before = await WrittenAsync();
        var revision = (await Control.LoadRatesAsync(CancellationToken.None)).Revision;
        var audit = Samples.Audit("plan.put");

        var created = await Control.ChangeRatesAsync(_ => new RatesAddition(first, created: true, audit), CancellationToken.None);
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Rates, ""));
        var updated = await Control.ChangeRatesAsync(_ => new RatesAddition(second, created: false, audit), CancellationToken.None);

        Assert.Equal((StoreWrite.Created, StoreWrite.Updated), (created, updated));
        var rates = await Control.LoadRatesAsync(CancellationToken.None);
        Assert.Equal(revision + 2, rates.Revision);
        Assert.Collection(
            rates.Plans.Versions(first.PlanId),
            v => Assert.True(v.HasContentOf(first) && v.Since == first.Since && v.Version == 1),
            v => Assert.True(v.HasContentOf(second) && v.Since == second.Since && v.Version == 2));
    }
}
