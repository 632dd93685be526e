using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Tests.Conformance;
using UsageCluster.Ledger.Tests.Postgres.Leases;

namespace UsageCluster.Ledger.Tests.Postgres.Together;

/// <summary>Ledgers' ends and snapshots that are read at the same time: everyone gets its own.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class ReadingTogetherTests(PostgresStoreFactory factory) : IClassFixture<PostgresStoreFactory>
{
    private const int Companies = 30;

    private LeaseCase Case => new(factory.Store, (PostgresDatabase)factory.Database);

    [Fact]
    public async Task Each_gets_its_own_page_from_its_own_version_up_to_its_own_limit()
    {
        var heads = new List<(string Company, Activation Head, AppendRequest Written)>();
        for (var i = 0; i < Companies; i++)
        {
            var company = await Case.CompanyAsync();
            var head = await Case.ActivateAsync(company, factory.Store.LeaseNo);
            heads.Add((company, head, Samples.Append(head, company, null, [.. Enumerable.Range(0, i).Select(n => $"{company} {n}")])));
        }

        await Case.Ledger.AppendAsync([.. heads.Where(h => h.Written.Entries.Count > 0).Select(h => h.Written)], CancellationToken.None);

        // From before the beginning to behind the end, one of them twice; and of a company that is none.
        var asked = heads.SelectMany(h => new[] { (h, After: 0L, Limit: 600), (h, After: 5L, Limit: 7), (h, After: 5L, Limit: 7), (h, After: 40L, Limit: 1) }).ToList();
        var none = Case.Ledger.ReadAsync(int.MaxValue, 0, 10, CancellationToken.None);
        var pages = await Task.WhenAll(asked.Select(a => Case.Ledger.ReadAsync(a.h.Head.CompanyNo, a.After, a.Limit, CancellationToken.None)));

        Assert.Empty(await none);
        for (var i = 0; i < pages.Length; i++)
        {
            var ((company, _, written), after, limit) = asked[i];
            var expected = written.Entries.Skip((int)after).Take(limit).ToList();
            Assert.Equal(expected.Select(e => Convert.ToHexString(e.Hash)), pages[i].Select(e => Convert.ToHexString(e.Hash)));
            Assert.Equal(expected.Select(e => e.Entry.Version), pages[i].Select(e => e.Entry.Version));
            Assert.All(pages[i], e => Assert.Equal(company, ((UsageEntry)e.Entry).Event.CompanyId));
        }
    }

    [Fact]
    public async Task Each_gets_its_own_snapshot_the_beginning_of_a_large_one_and_none_where_none_is()
    {
        const int Large = 128 * 1024;
        var companies = new List<(string Company, byte[]? Books)>();
        foreach (var size in new int?[] { 1, null, Large, Large + 1, 10, 4 * Large, null, 100 })
        {
            var company = await Case.CompanyAsync();
            var books = size is { } bytes ? new byte[bytes] : null;
            if (books is not null)
            {
                new Random(companies.Count).NextBytes(books);
                await factory.Store.Snapshots.SaveAsync(company, new SnapshotRecord(companies.Count + 1, [1], books), CancellationToken.None);
            }

            companies.Add((company, books));
        }

        var loaded = await Task.WhenAll(companies.Select(c => factory.Store.Snapshots.LoadAsync(c.Company, CancellationToken.None)));

        for (var i = 0; i < loaded.Length; i++)
        {
            Assert.Equal(companies[i].Books is null ? null : i + 1, loaded[i]?.Version);
            Assert.Equal(companies[i].Books?.Length, loaded[i]?.Length);
            Assert.Equal(companies[i].Books?.Take(Large), loaded[i]?.Books);
        }
    }

    [Fact]
    public async Task Each_gets_its_own_row_of_the_control_plane()
    {
        var companies = new List<string>();
        for (var i = 0; i < Companies; i++)
            companies.Add(i % 3 == 0 ? $"none-{i}" : await Case.CompanyAsync());

        var found = await Task.WhenAll(companies.Concat(companies).Select(c => factory.Store.Control.FindCompanyAsync(c, CancellationToken.None)));

        Assert.Equal(companies.Concat(companies).Select((c, i) => i % Companies % 3 == 0 ? null : c), found.Select(row => row?.CompanyId));
    }
}
