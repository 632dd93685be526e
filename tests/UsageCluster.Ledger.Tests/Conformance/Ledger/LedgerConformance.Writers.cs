using System.Collections.Concurrent;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Two_writers_of_one_company_never_double_and_never_leave_a_gap()
    {
        var (id, head) = await ActivateNewAsync();
        await using var other = factory.AllowsSeveralOpen ? await factory.Database.OpenAsync() : null;
        OpenStore[] stores = [Store, other ?? Store];
        var acknowledged = new ConcurrentBag<(long Version, string EventId)>();

        // Each takes the company over, appends until it is fenced, and takes it over again.
        await Task.WhenAll(stores.Select((store, writer) => Task.Run(async () =>
        {
            for (var turn = 0; turn < 15; turn++)
            {
                var mine = (await store.Ledger.ActivateAsync(id, store.LeaseNo, CancellationToken.None))!;
                for (var n = 0; n < 8; n++)
                {
                    var eventId = $"{writer}-{turn}-{n}";
                    var result = (await store.Ledger.AppendAsync([Samples.Append(mine, id, null, eventId)], CancellationToken.None))[0];
                    if (result.Status == AppendStatus.Fenced)
                        break;
                    Assert.Equal(AppendStatus.Appended, result.Status);
                    mine = mine with { Version = mine.Version + 1 };
                    acknowledged.Add((mine.Version, eventId));
                }
            }
        })));

        var entries = (await ReadAllAsync(head.CompanyNo)).Select(e => (e.Entry.Version, ((UsageEntry)e.Entry).Event.EventId)).ToList();
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(v => (long)v), entries.Select(e => e.Version));
        Assert.Equal(acknowledged.OrderBy(a => a.Version), entries);
    }

    [Fact]
    public async Task Of_two_appends_at_one_version_one_wins()
    {
        var (id, head) = await ActivateNewAsync();
        await using var other = factory.AllowsSeveralOpen ? await factory.Database.OpenAsync() : null;
        for (var version = 0; version < 10; version++)
        {
            var current = head with { Version = version };

            var results = await Task.WhenAll(
                Task.Run(() => Ledger.AppendAsync([Samples.Append(current, id, null, $"one-{version}")], CancellationToken.None)),
                Task.Run(() => (other?.Ledger ?? Ledger).AppendAsync([Samples.Append(current, id, null, $"two-{version}")], CancellationToken.None)));

            Assert.Equal([AppendStatus.Appended, AppendStatus.Fenced], results.Select(r => r[0].Status).Order());
        }

        Assert.Equal(10, (await ReadAllAsync(head.CompanyNo)).Count);
    }

    [Fact]
    public async Task Appends_of_many_companies_in_any_order_do_not_block_each_other()
    {
        var companies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ActivateNewAsync()));
        const int rounds = 10;

        // Both writers append to all, in opposite orders of requests; at each version of a company one of them is fenced.
        var appended = await Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(async () =>
        {
            var count = 0;
            for (var round = 0; round < rounds; round++)
            {
                var version = round;
                var requests = companies.Select(c => Samples.Append(c.Head with { Version = version }, c.CompanyId, null, $"{writer}-{version}"));
                var results = await Ledger.AppendAsync([.. writer == 0 ? requests : requests.Reverse()], CancellationToken.None);
                count += results.Count(r => r.Status == AppendStatus.Appended);
            }

            return count;
        })));

        long booked = 0;
        foreach (var (_, head) in companies)
            booked += (await ReadAllAsync(head.CompanyNo)).Count;
        Assert.Equal(booked, appended.Sum());
        Assert.True(booked >= companies.Length);
    }

    [Fact]
    public async Task Two_creations_at_once_make_one_company()
    {
        await using var other = factory.AllowsSeveralOpen ? await factory.Database.OpenAsync() : null;
        var company = Samples.Company();
        var entry = Samples.Chained(new ClosingEntry { Version = 1, RecordedAt = Samples.Noon, ClosedAt = null });

        var written = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() =>
            (n % 2 == 0 || other is null ? Store : other).Control.CreateCompanyAsync(company, [entry], Samples.Audit(), CancellationToken.None))));

        Assert.Single(written, Actors.Control.StoreWrite.Created);
        Assert.Equal(5, written.Count(w => w == Actors.Control.StoreWrite.Unchanged));
        var head = await ActivateAsync(company.CompanyId);
        Assert.Equal(1, head.Version);
        Assert.Single(await ReadAllAsync(head.CompanyNo));
    }
}
