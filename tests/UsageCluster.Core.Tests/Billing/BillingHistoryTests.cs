using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Tests.Support;
using static UsageCluster.Core.Billing.BillingSystem;

namespace UsageCluster.Core.Tests.Billing;

public class BillingHistoryTests
{
    [Fact]
    public void Before_the_first_system_none_is_in_force()
    {
        var history = BillingHistory.Empty.Switch(At.Tick(5), Minutes);
        Assert.Null(BillingHistory.Empty.At(At.Tick(5)));
        Assert.Null(history.At(At.Tick(4)));
        Assert.Equal(Minutes, history.At(At.Tick(5)));
    }

    [Fact]
    public void A_switch_removes_those_at_or_after_it()
    {
        var history = BillingHistory.Empty.Switch(At.Tick(0), Minutes).Switch(At.Tick(10), Credits).Switch(At.Tick(20), Minutes);
        var back = history.Switch(At.Tick(5), Credits);
        Assert.Equal<BillingPeriod>([new(At.Tick(0), Minutes), new(At.Tick(5), Credits)], back.Periods);
        Assert.Equal(3, history.Periods.Length);
    }

    [Fact]
    public void A_switch_to_the_system_in_force_is_ignored_and_removes_nothing()
    {
        var history = BillingHistory.Empty.Switch(At.Tick(0), Minutes).Switch(At.Tick(10), Credits);
        Assert.Same(history, history.Switch(At.Tick(5), Minutes));
        Assert.Same(history, history.Switch(At.Tick(10), Credits));
    }

    [Fact]
    public void A_switch_back_at_the_very_instant_of_another_takes_it_away()
    {
        var history = BillingHistory.Empty.Switch(At.Tick(0), Minutes).Switch(At.Tick(10), Credits).Switch(At.Tick(10), Minutes);
        Assert.Equal<BillingPeriod>([new(At.Tick(0), Minutes)], history.Periods);
    }

    [Fact]
    public void A_switch_before_the_first_starts_the_history_anew()
    {
        var history = BillingHistory.Empty.Switch(At.Tick(10), Minutes).Switch(At.Tick(0), Credits);
        Assert.Equal<BillingPeriod>([new(At.Tick(0), Credits)], history.Periods);
    }

    [Fact]
    public void Any_switches_leave_what_the_rule_says_at_every_instant() =>
        Law.Holds(Gen.Choose(0, 39).ListOf(), 2000, codes =>
        {
            var history = BillingHistory.Empty;
            var naive = new NaiveHistory();
            foreach (var code in codes)
            {
                var system = code % 2 == 0 ? Minutes : Credits;
                history = history.Switch(At.Tick(code / 2), system);
                naive.Switch(At.Tick(code / 2), system);
            }

            for (var tick = -1; tick <= 20; tick++)
                Assert.Equal(naive.At(At.Tick(tick)), history.At(At.Tick(tick)));
            for (var i = 1; i < history.Periods.Length; i++)
            {
                Assert.True(history.Periods[i - 1].Since < history.Periods[i].Since);
                Assert.NotEqual(history.Periods[i - 1].System, history.Periods[i].System);
            }
        });
}
