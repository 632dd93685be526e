using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Tests.Support;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Tests.Companies;

public sealed class RecoveryTests
{
    private static readonly CompanyActorOptions SmallPages = new() { ReadPageEntriesMax = 7 };

    [Fact]
    public void A_company_that_does_not_exist_is_not_activated()
    {
        var node = new TestNode();
        node.Run(async () =>
        {
            var actor = new CompanyActor("nobody", node.Services);

            await Assert.ThrowsAsync<UnknownCompanyException>(() => actor.ActivateAsync(CancellationToken.None));

            Assert.Null(actor.View);
        });
    }

    [Fact]
    public void A_company_without_any_entry_is_activated_and_rejects_events()
    {
        var node = new TestNode();
        node.Ledger.Create(TestNode.Company, system: null);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();

            Assert.Equal("no_billing_system", (await actor.RecordAsync(TestNode.Event("e"))).Code);
        });
    }

    [Fact]
    public void A_ledger_that_cannot_be_read_is_a_retryable_failure()
    {
        var node = Node();
        node.Run(async () =>
        {
            node.Ledger.NextReadFails = () => true;
            var actor = node.NewActor();

            var failure = await Assert.ThrowsAsync<RetryableException>(() => actor.ActivateAsync(CancellationToken.None));

            Assert.Equal(RetryableFailure.Unavailable, failure.Failure);
            Assert.Null(actor.View);
        });
    }

    [Fact]
    public void The_figures_of_the_next_activation_are_those_of_the_last_one()
    {
        var node = Node(SmallPages);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(50), dryRun: false);
            await actor.ChangeAsync(new CompanyUpdate("acme Ltd", BillingSystem.Minutes, null, TestNode.Now), TestNode.Stamp);

            var next = await node.ActivateAsync();

            Assert.Equal(50, TestNode.EventsIn(next.View));
            Assert.Equal(TestNode.Report(actor.View).Systems[0].Quantity, TestNode.Report(next.View).Systems[0].Quantity);
            Assert.Equal(TestNode.Now, next.Settings.ClosedAt);
            Assert.Equal(actor.View!.Version, next.View!.Version);
        });
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("content")]
    [InlineData("missing")]
    [InlineData("head")]
    public void A_ledger_that_does_not_hold_together_is_never_served(string damage)
    {
        var node = Node(SmallPages);
        node.Run(async () =>
        {
            var actor = await node.ActivateAsync();
            await actor.RecordAsync(TestNode.Events(20), dryRun: false);
            var entries = node.Ledger.Of(TestNode.Company).Entries;
            var (entry, hash) = entries[9];
            var usage = Assert.IsType<UsageEntry>(entry);
            switch (damage)
            {
                case "hash":
                    entries[9] = new ChainedEntry(entry, [.. hash.Reverse()]);
                    break;
                case "content":
                    entries[9] = new ChainedEntry(usage with { Quantity = usage.Quantity + 1 }, hash);
                    break;
                case "missing":
                    entries.RemoveAt(9);
                    break;
                default:
                    entries[^1] = new ChainedEntry(entries[^1].Entry, hash);
                    break;
            }

            var next = node.NewActor();
            await Assert.ThrowsAsync<CorruptedLedgerException>(() => next.ActivateAsync(CancellationToken.None));

            Assert.Null(next.View);
            Assert.Contains(101, node.Logger.EventIds);
            await Assert.ThrowsAsync<RetryableException>(() => next.RecordAsync(TestNode.Event("e")));
        });
    }

    private static TestNode Node(CompanyActorOptions? options = null)
    {
        var node = new TestNode(options);
        node.Ledger.Create(TestNode.Company, BillingSystem.Minutes);
        return node;
    }
}
