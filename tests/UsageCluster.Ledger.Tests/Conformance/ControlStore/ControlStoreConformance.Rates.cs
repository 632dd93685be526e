using UsageCluster.Actors.Control;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task A_new_store_has_no_rules_and_keeps_no_cost_key()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();

        var rates = await store.Control.LoadRatesAsync(CancellationToken.None);

        Assert.Empty(rates.GeneralRules.Rules);
        Assert.True(rates.CountsAsInterview(UsageEvent.DefaultCostKey));
        Assert.Empty(await store.Control.CostKeyVersionsAsync(UsageEvent.DefaultCostKey, CancellationToken.None));
    }

    [Fact]
    public async Task A_rule_is_added_with_the_next_revision_of_the_rates()
    {
        var rule = new PriceRule(NewFocus(), 1, 0, 1, long.MaxValue, new Instant(Samples.Noon.Ticks + 1));
        var audit = Samples.Audit("price-rule.put");
        var before = await WrittenAsync();
        var revision = (await Control.LoadRatesAsync(CancellationToken.None)).Revision;

        var outcome = await Control.ChangeRatesAsync(_ => new RatesAddition(rule, null, true, audit), CancellationToken.None);

        Assert.Equal(StoreWrite.Created, outcome);
        var rates = await Control.LoadRatesAsync(CancellationToken.None);
        Assert.Equal(revision + 1, rates.Revision);
        Assert.Contains(rule, rates.GeneralRules.Rules);
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Rates, ""));
    }

    [Fact]
    public async Task Every_rule_of_a_focus_stays()
    {
        var first = new PriceRule(NewFocus(), 1, 1_000_000, 0, 0, Instant.Always);
        var second = first with { Version = 2, BaseCostMicro = 2_000_000, EffectiveFrom = Samples.Noon };

        await Control.ChangeRatesAsync(_ => new RatesAddition(first, null, true, Samples.Audit()), CancellationToken.None);
        var outcome = await Control.ChangeRatesAsync(_ => new RatesAddition(second, null, false, Samples.Audit()), CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        var rates = await Control.LoadRatesAsync(CancellationToken.None);
        Assert.Equal([first, second], rates.GeneralRules.Rules.Where(r => r.AgentFocus == first.AgentFocus));
    }

    [Fact]
    public async Task A_cost_key_keeps_every_field_of_every_version_and_the_book_has_the_last()
    {
        var first = new CostKeyDefinition { CostKey = NewFocus(), CountsAsInterview = true };
        var second = new CostKeyDefinition
        {
            CostKey = first.CostKey,
            CountsAsInterview = false,
            Type = "SMS_SERVICE",
            Description = "Séance 📞",
            Unit = "SECONDS",
            ProductId = "product",
            AggrProductId = "family",
            PriceMicro = long.MaxValue,
            Currency = "EUR",
            WalletName = "wallet",
            Version = 2,
            Since = new Instant(Samples.Noon.Ticks + 1),
        };

        var created = await Control.ChangeRatesAsync(_ => new RatesAddition(null, first, true, Samples.Audit()), CancellationToken.None);
        var updated = await Control.ChangeRatesAsync(_ => new RatesAddition(null, second, false, Samples.Audit()), CancellationToken.None);

        Assert.Equal((StoreWrite.Created, StoreWrite.Updated), (created, updated));
        Assert.Equal([first, second], await Control.CostKeyVersionsAsync(first.CostKey, CancellationToken.None));
        Assert.Equal(second, (await Control.LoadRatesAsync(CancellationToken.None)).CostKeys[first.CostKey]);
        Assert.Empty(await Control.CostKeyVersionsAsync(first.CostKey.ToUpperInvariant(), CancellationToken.None));
    }

    [Fact]
    public async Task The_built_in_cost_key_is_kept_once_it_is_redefined()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        var redefined = new CostKeyDefinition { CostKey = UsageEvent.DefaultCostKey, CountsAsInterview = false };

        await store.Control.ChangeRatesAsync(_ => new RatesAddition(null, redefined, false, Samples.Audit()), CancellationToken.None);

        Assert.Equal([redefined], await store.Control.CostKeyVersionsAsync(UsageEvent.DefaultCostKey, CancellationToken.None));
        Assert.False((await store.Control.LoadRatesAsync(CancellationToken.None)).CountsAsInterview(UsageEvent.DefaultCostKey));
    }

    [Fact]
    public async Task Rates_that_are_left_as_they_are_keep_their_revision()
    {
        var before = await WrittenAsync();
        var revision = (await Control.LoadRatesAsync(CancellationToken.None)).Revision;

        var outcome = await Control.ChangeRatesAsync(_ => null, CancellationToken.None);

        Assert.Equal(StoreWrite.Unchanged, outcome);
        Assert.Equal(revision, (await Control.LoadRatesAsync(CancellationToken.None)).Revision);
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_failing_change_of_rates_leaves_all_as_it_was()
    {
        var before = await WrittenAsync();

        await Assert.ThrowsAsync<FormatException>(
            () => Control.ChangeRatesAsync(_ => throw new FormatException("no change"), CancellationToken.None));

        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task Changes_of_rates_at_once_each_see_the_one_before()
    {
        var focus = NewFocus();
        var revision = (await Control.LoadRatesAsync(CancellationToken.None)).Revision;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Control.ChangeRatesAsync(
            book =>
            {
                var version = 1 + book.GeneralRules.Rules.Count(r => r.AgentFocus == focus);
                return new RatesAddition(new PriceRule(focus, version, 0, 0, 0, Instant.Always), null, version == 1, Samples.Audit());
            },
            CancellationToken.None)));

        var rates = await Control.LoadRatesAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 8), rates.GeneralRules.Rules.Where(r => r.AgentFocus == focus).Select(r => r.Version));
        Assert.Equal(revision + 8, rates.Revision);
    }

    private static string NewFocus() => Samples.Company("focus").CompanyId;
}
