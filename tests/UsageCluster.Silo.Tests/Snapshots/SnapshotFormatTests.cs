using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Silo.Snapshots;

namespace UsageCluster.Silo.Tests.Snapshots;

public class SnapshotFormatTests
{
    private static readonly SnapshotRecord Snapshot = new(0x0102030405060708, [0xA0, 0xA1, 0xA2], [0xB0, 0xB1]);

    // Every later version reads what this one stores.
    private static readonly byte[] Golden = [1, 1, 2, 3, 4, 5, 6, 7, 8, 3, 0xA0, 0xA1, 0xA2, 0xB0, 0xB1];

    [Fact]
    public void A_snapshot_is_stored_as_ever() => Assert.Equal(Golden, SnapshotFormat.Write(Snapshot));

    [Fact]
    public void What_was_stored_is_read()
    {
        var read = SnapshotFormat.TryRead(Golden);
        Assert.NotNull(read);
        Assert.Equal(Snapshot.Version, read.Version);
        Assert.Equal(Snapshot.Hash, read.Hash);
        Assert.Equal(Snapshot.Books, read.Books);
    }

    [Fact]
    public void What_is_of_another_format_or_cut_off_within_its_head_is_no_snapshot()
    {
        Assert.Null(SnapshotFormat.TryRead([2, .. Golden[1..]]));
        for (var length = 0; length < 13; length++)
            Assert.Null(SnapshotFormat.TryRead(Golden.AsSpan(0, length)));
    }

    [Fact]
    public void The_storage_keeps_nothing_else()
    {
        var serializer = new SnapshotSerializer();
        var state = serializer.Deserialize<SnapshotState>(serializer.Serialize(new SnapshotState { Snapshot = Snapshot }));
        Assert.Equal(Snapshot.Books, state.Snapshot!.Books);
        Assert.Throws<ArgumentException>(() => serializer.Serialize("a text"));
        Assert.Throws<ArgumentException>(() => serializer.Serialize(new SnapshotState()));
        Assert.Throws<ArgumentException>(() => serializer.Deserialize<string>(new BinaryData(Golden)));
    }
}
