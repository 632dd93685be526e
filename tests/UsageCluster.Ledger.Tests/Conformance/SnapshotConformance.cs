using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>What every <see cref="ISnapshots"/> does. A store's tests derive from it and bring the factory.</summary>
public abstract class SnapshotConformance(StoreFactory factory)
{
    private ISnapshots Snapshots => factory.Store.Snapshots;

    [Fact]
    public async Task Nothing_saved_is_nothing_loaded() => Assert.Null(await Snapshots.LoadAsync("nobody", CancellationToken.None));

    [Fact]
    public async Task A_snapshot_comes_back_as_it_was()
    {
        var id = await CompanyAsync();
        var saved = Record(7, [0, 1, 255]);

        await Snapshots.SaveAsync(id, saved, CancellationToken.None);

        AssertSame(saved, await Snapshots.LoadAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task A_newer_one_takes_the_place_of_an_older_one()
    {
        var id = await CompanyAsync();
        var newer = Record(8, [8]);

        await Snapshots.SaveAsync(id, Record(7, [7]), CancellationToken.None);
        await Snapshots.SaveAsync(id, newer, CancellationToken.None);

        AssertSame(newer, await Snapshots.LoadAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task An_older_one_never_takes_the_place_of_a_newer_one()
    {
        var id = await CompanyAsync();
        var newer = Record(8, [8]);

        await Snapshots.SaveAsync(id, newer, CancellationToken.None);
        await Snapshots.SaveAsync(id, Record(7, [7]), CancellationToken.None);

        AssertSame(newer, await Snapshots.LoadAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task Megabytes_fit()
    {
        var id = await CompanyAsync();
        var books = new byte[4 << 20];
        new Random(1).NextBytes(books);

        await Snapshots.SaveAsync(id, Record(1, books), CancellationToken.None);

        Assert.Equal(books, (await Snapshots.LoadAsync(id, CancellationToken.None))!.Books);
    }

    private static SnapshotRecord Record(long version, byte[] books) => new(version, [.. Enumerable.Range(0, 32).Select(n => (byte)n)], books);

    private static void AssertSame(SnapshotRecord expected, SnapshotRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Hash, actual.Hash);
        Assert.Equal(expected.Books, actual.Books);
    }

    private async Task<string> CompanyAsync()
    {
        var company = Samples.Company();
        await factory.Store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        return company.CompanyId;
    }
}
