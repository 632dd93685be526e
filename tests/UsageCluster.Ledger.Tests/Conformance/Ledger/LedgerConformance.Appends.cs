using System.Security.Cryptography;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class LedgerConformance
{
    [Fact]
    public async Task Versions_are_gapless_over_several_appends()
    {
        var (id, head) = await ActivateNewAsync();

        await BookAsync(head, id, "a", "b", "c");
        await BookAsync(head with { Version = 3 }, id, "d");
        await BookAsync(head with { Version = 4 }, id, "e", "f");

        Assert.Equal([1, 2, 3, 4, 5, 6], (await ReadAllAsync(head.CompanyNo)).Select(e => e.Entry.Version));
        Assert.Equal(["a", "b", "c", "d", "e", "f"], await BookedIdsAsync(head.CompanyNo));
    }

    [Fact]
    public async Task Hashes_are_kept_as_given()
    {
        var (id, head) = await ActivateNewAsync();
        var first = Samples.Usage(id, 1, "a") with { Hash = SHA256.HashData("first"u8) };
        var second = Samples.Usage(id, 2, "b") with { Hash = SHA256.HashData("second"u8) };

        await AppendAsync(RequestOf(head, first, second));

        Assert.Equal(first.Hash, await Ledger.HashAtAsync(head.CompanyNo, 1, CancellationToken.None));
        Assert.Equal(second.Hash, await Ledger.HashAtAsync(head.CompanyNo, 2, CancellationToken.None));
        Assert.Null(await Ledger.HashAtAsync(head.CompanyNo, 3, CancellationToken.None));
        Assert.Null(await Ledger.HashAtAsync(head.CompanyNo, 0, CancellationToken.None));
        Assert.Equal([first.Hash, second.Hash], (await ReadAllAsync(head.CompanyNo)).Select(e => e.Hash));
    }

    [Fact]
    public async Task A_head_is_where_the_last_append_left_it()
    {
        var (id, head) = await ActivateNewAsync();
        var last = Samples.Usage(id, 2, "b") with { Hash = SHA256.HashData("last"u8) };
        await AppendAsync(RequestOf(head, Samples.Usage(id, 1, "a"), last));

        var again = await ActivateAsync(id);

        Assert.Equal((head.CompanyNo, 2), (again.CompanyNo, again.Version));
        Assert.Equal(last.Hash, again.Hash);
        Assert.True(again.Epoch > head.Epoch);
    }

    [Fact]
    public async Task A_new_companys_head_is_the_genesis()
    {
        var (id, head) = await ActivateNewAsync();

        Assert.Equal(0, head.Version);
        Assert.Equal(HashChain.Genesis(id), head.Hash);
        Assert.Empty(await ReadAllAsync(head.CompanyNo));
    }

    [Fact]
    public async Task Entries_are_read_in_pages_by_version()
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, [.. Enumerable.Range(1, 25).Select(n => $"event-{n}")]);

        var pages = new List<long[]>();
        for (long after = 0; pages.Count == 0 || pages[^1].Length > 0; after += 10)
            pages.Add([.. (await Ledger.ReadAsync(head.CompanyNo, after, 10, CancellationToken.None)).Select(e => e.Entry.Version)]);

        Assert.Equal([10, 10, 5, 0], pages.Select(p => p.Length));
        Assert.Equal(Enumerable.Range(1, 25).Select(n => (long)n), pages.SelectMany(p => p));
    }

    [Fact]
    public async Task What_a_company_has_is_not_read_under_another()
    {
        var (id, head) = await ActivateNewAsync();
        var (_, other) = await ActivateNewAsync();
        await BookAsync(head, id, "mine");

        Assert.Empty(await ReadAllAsync(other.CompanyNo));
        Assert.Empty(await Ledger.FindEventsAsync(other.CompanyNo, ["mine"], CancellationToken.None));
        Assert.Empty(await ReadAllAsync(int.MaxValue));
    }

    [Fact]
    public async Task An_append_of_nothing_moves_nothing()
    {
        var (id, head) = await ActivateNewAsync();
        await BookAsync(head, id, "a");
        var before = await ActivateAsync(id);

        Assert.Equal(AppendStatus.Appended, (await AppendAsync(Samples.Append(before, id, null))).Status);

        var after = await ActivateAsync(id);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal(before.Hash, after.Hash);
        Assert.Empty(await Ledger.AppendAsync([], CancellationToken.None));
    }

    [Fact]
    public async Task Requests_that_cannot_be_right_are_refused_whole()
    {
        var (id, head) = await ActivateNewAsync();
        var gap = RequestOf(head, Samples.Usage(id, 2, "a"));
        var good = Samples.Append(head, id, null, "a");

        await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(gap));
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AppendAsync([good, good], CancellationToken.None));

        Assert.Empty(await ReadAllAsync(head.CompanyNo));
    }

    [Fact]
    public async Task What_was_appended_is_there_after_the_store_is_opened_again()
    {
        await using var database = await factory.CreateDatabaseAsync();
        var company = Samples.Company();
        await using (var first = await database.OpenAsync())
        {
            await first.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
            var taken = (await first.Ledger.ActivateAsync(company.CompanyId, first.LeaseNo, CancellationToken.None))!;
            await first.Ledger.AppendAsync([Samples.Append(taken, company.CompanyId, null, "a", "b")], CancellationToken.None);
        }

        await using var second = await database.OpenAsync();
        var head = (await second.Ledger.ActivateAsync(company.CompanyId, second.LeaseNo, CancellationToken.None))!;
        var entries = await second.Ledger.ReadAsync(head.CompanyNo, 0, 10, CancellationToken.None);

        Assert.Equal(2, head.Version);
        Assert.Equal([Samples.Usage(company.CompanyId, 1, "a").Entry, Samples.Usage(company.CompanyId, 2, "b").Entry], entries.Select(e => e.Entry));
    }

    private static AppendRequest RequestOf(Activation head, params ChainedEntry[] entries) => new()
    {
        CompanyNo = head.CompanyNo,
        Epoch = head.Epoch,
        ExpectedVersion = head.Version,
        RatesRevision = null,
        Entries = entries,
    };
}
