using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task An_append_by_an_older_revision_of_rates_is_stale()
    {
        var (id, head) = await ActivateNewAsync();
        var before = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        await ChangeRatesAsync(Store);
        var now = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;

        Assert.Equal(AppendStatus.StaleRates, (await AppendAsync(Samples.Append(head, id, before, "a"))).Status);
        Assert.Equal(AppendStatus.StaleRates, (await AppendAsync(Samples.Append(head, id, now + 1, "a"))).Status);
        Assert.Equal(AppendStatus.Appended, (await AppendAsync(Samples.Append(head, id, now, "a"))).Status);
        Assert.Equal(["a"], await BookedIdsAsync(head.CompanyNo));
    }

    [Fact]
    public async Task Once_a_change_of_rates_is_answered_no_append_by_an_older_revision_succeeds()
    {
        const int writers = 4;
        const int changes = 8;
        var companies = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => ActivateNewAsync()));
        var revision = (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision;
        var stop = false;
        var stale = 0;

        var appending = companies.Select(company => Task.Run(async () =>
        {
            var head = company.Head;
            for (var n = 0; !Volatile.Read(ref stop); n++)
            {
                // Known before the append is sent: what was answered then is the least that may succeed.
                var answered = Volatile.Read(ref revision);
                var result = await AppendAsync(Samples.Append(head, company.CompanyId, answered - (n % 3 == 0 ? 1 : 0), $"event-{n}"));
                if (result.Status == AppendStatus.Appended)
                {
                    Assert.NotEqual(0, n % 3);
                    head = head with { Version = head.Version + 1 };
                }
                else
                {
                    Assert.Equal(AppendStatus.StaleRates, result.Status);
                    Interlocked.Increment(ref stale);
                }
            }

            return head.Version;
        })).ToList();
        for (var i = 0; i < changes; i++)
        {
            await ChangeRatesAsync(Store);
            Interlocked.Increment(ref revision);
        }

        Volatile.Write(ref stop, true);
        var versions = await Task.WhenAll(appending);

        Assert.Equal(revision, (await Store.Control.LoadRatesAsync(CancellationToken.None)).Revision);
        Assert.True(stale > 0);
        for (var i = 0; i < writers; i++)
            Assert.Equal(versions[i], (await ReadAllAsync(companies[i].Head.CompanyNo)).Count);
    }

    private static async Task ChangeRatesAsync(OpenStore store)
    {
        var written = await store.Control.ChangeRatesAsync(
            book =>
            {
                var version = book.GeneralRules.Rules.Count(r => r.AgentFocus == "sales") + 1;
                return new RatesAddition(new PriceRule("sales", version, 1, 2, 3, Instant.Always), null, version == 1, Samples.Audit());
            },
            CancellationToken.None);
        Assert.True(written is StoreWrite.Created or StoreWrite.Updated);
    }
}
