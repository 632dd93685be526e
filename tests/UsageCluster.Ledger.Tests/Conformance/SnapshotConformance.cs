using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;

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
    public async Task Megabytes_fit_and_their_beginning_is_loaded()
    {
        var (id, books) = (await CompanyAsync(), Megabytes());

        await Snapshots.SaveAsync(id, Record(1, books), CancellationToken.None);

        var loaded = await Snapshots.LoadAsync(id, CancellationToken.None);
        Assert.Equal(books.Length, loaded!.Length);
        Assert.InRange(loaded.Books.Length, 1, books.Length - 1);
        Assert.Equal(books[..loaded.Books.Length], loaded.Books);
        var rest = new SnapshotRange(loaded.Books.Length, loaded.Length - loaded.Books.Length);
        Assert.Equal(books[rest.Start..], Assert.Single((await Snapshots.ReadAsync(id, 1, [rest], CancellationToken.None))!));
    }

    [Fact]
    public async Task Ranges_are_read_in_the_order_in_which_they_are_asked_for()
    {
        var (id, books) = (await CompanyAsync(), Megabytes());
        await Snapshots.SaveAsync(id, Record(3, books), CancellationToken.None);
        SnapshotRange[] ranges = [new(0, 1), new(1_000_000, 5_000), new(700, 2), new(books.Length - 1, 1), new(1_000_000, 5_000)];

        var bytes = await Snapshots.ReadAsync(id, 3, ranges, CancellationToken.None);

        Assert.Equal(ranges.Select(r => books[r.Start..(r.Start + r.Length)]), bytes!);
    }

    [Fact]
    public async Task Of_another_version_and_of_what_is_not_so_long_nothing_is_read()
    {
        var id = await CompanyAsync();
        await Snapshots.SaveAsync(id, Record(3, [0, 1, 2]), CancellationToken.None);

        Assert.NotNull(await Snapshots.ReadAsync(id, 3, [new(2, 1)], CancellationToken.None));
        Assert.Null(await Snapshots.ReadAsync(id, 2, [new(2, 1)], CancellationToken.None));
        Assert.Null(await Snapshots.ReadAsync(id, 3, [new(0, 1), new(2, 2)], CancellationToken.None));
        Assert.Null(await Snapshots.ReadAsync(id, 3, [new(4, 1)], CancellationToken.None));
        Assert.Null(await Snapshots.ReadAsync("nobody", 3, [new(0, 1)], CancellationToken.None));
    }

    private static byte[] Megabytes()
    {
        var books = new byte[4 << 20];
        new Random(1).NextBytes(books);
        return books;
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
