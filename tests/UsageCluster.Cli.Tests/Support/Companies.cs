using UsageCluster.Actors.Control;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>Three companies of every kind of entry. In order: acme with 21 entries, a snapshot at 12 and a plan, beta on credits with 5, zeta with 3.</summary>
internal static class Companies
{
    public const int Entries = 21 + 5 + 3;

    private static readonly Instant OnPlan = WrittenCompany.January.Plus(TimeSpan.FromHours(3_000));

    private static readonly PlanVersion Plan = new()
    {
        PlanId = "by-six-seconds",
        Version = 1,
        Since = Instant.Always,
        Name = "By six seconds",
        MonthlyFeeMicro = 0,
        Currency = "EUR",
        Unit = BillingSystem.Minutes,
        IncludedMicro = 0,
        PriceMicro = 0,
        BillingIncrementSeconds = 6,
    };

    /// <summary>Writes them; the first is returned.</summary>
    public static async Task<WrittenCompany> WriteAsync(StoreCase store)
    {
        await store.Control.ChangeRatesAsync(_ => new RatesAddition(Plan, true, WrittenCompany.Audit()), default);
        var acme = await WrittenCompany.MakeAsync(store, "acme");
        for (var i = 2; i <= 20; i++)
        {
            if (i == 13)
            {
                await acme.AppendAsync(new PlanAssignmentEntry { Version = i, RecordedAt = WrittenCompany.January, PlanId = Plan.PlanId, Since = OnPlan });
                continue;
            }

            var eventId = i % 2 == 0 ? $"event-{i}" : $"0190{i:x4}-0000-7000-8000-000000000000";
            await acme.AppendAsync(acme.Use(eventId, hours: i * 157 % 2_000, durationMs: 60_000 + i, i % 3 == 0 ? "screening" : "interview_minutes"));
            if (i == 12)
                await acme.SaveAsync(acme.Snapshot());
        }

        await acme.AppendAsync(acme.Use("rounded", 3_001, 61_000) with { Quantity = 66_000 });
        await WriteBetaAsync(store);
        await WriteZetaAsync(store);
        return acme;
    }

    private static async Task WriteBetaAsync(StoreCase store)
    {
        var general = WrittenCompany.Rule(1, 500_000);
        await store.Control.ChangeRatesAsync(_ => new RatesAddition(general, null, true, WrittenCompany.Audit()), default);
        var beta = await WrittenCompany.MakeAsync(store, "beta", BillingSystem.Credits);
        await beta.AppendAsync(Credits(beta.Use("first", 5, 90_000), general, ofCompany: false));
        var own = WrittenCompany.Rule(1, 7);
        await beta.AppendAsync(new PriceOverrideEntry { Version = 3, RecordedAt = WrittenCompany.January, Rule = own });
        await beta.AppendAsync(Credits(beta.Use("second", 6, 90_000), own, ofCompany: true));
        await beta.AppendAsync(new ClosingEntry { Version = 5, RecordedAt = WrittenCompany.January, ClosedAt = WrittenCompany.January.Plus(TimeSpan.FromDays(90)) });
        await beta.SaveAsync(beta.Snapshot());
    }

    private static async Task WriteZetaAsync(StoreCase store)
    {
        var zeta = await WrittenCompany.MakeAsync(store, "zeta");
        var test = zeta.Use("test", 7, 60_000);
        await zeta.AppendAsync(test with { Event = test.Event with { IsTest = true }, Quantity = 0 });
        await zeta.AppendAsync(zeta.Use("real", 8, 60_000));
    }

    /// <summary>The same event, rated.</summary>
    public static UsageEntry Credits(UsageEntry entry, PriceRule rule, bool ofCompany) => entry with
    {
        System = BillingSystem.Credits,
        Quantity = Rating.CreditsMicro(rule, entry.Event.DurationMs),
        Rule = new RuleRef(ofCompany, AnyFocus: true, rule.Version),
    };
}
