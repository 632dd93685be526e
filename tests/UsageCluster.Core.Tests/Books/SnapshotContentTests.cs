using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Tests.Support;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Content that no snapshot can have, though its checksum be right.</summary>
public class SnapshotContentTests
{
    private static readonly byte[] Content = Write();

    [Fact]
    public void Damaged_content_is_read_as_other_books_or_refused_and_never_breaks_the_reader()
    {
        var read = 0;
        for (var i = 0; i < Content.Length; i++)
        {
            for (var change = 1; change < 256; change++)
            {
                Content[i] ^= (byte)change;
                try
                {
                    SnapshotContent.Read(Make.Company, Content, new SnapshotChunks(0));
                    read++;
                }
                catch (Exception e) when (e is InvalidDataException or OverflowException)
                {
                    // As TryDecode expects.
                }

                Content[i] ^= (byte)change;
            }
        }

        Assert.InRange(read, 1, Content.Length * 255);
    }

    [Fact]
    public void Content_cut_off_or_with_more_behind_it_is_refused()
    {
        for (var length = 0; length < Content.Length; length++)
            Assert.Throws<InvalidDataException>(() => SnapshotContent.Read(Make.Company, Content.AsSpan(0, length), new SnapshotChunks(0)));
        Assert.Throws<InvalidDataException>(() => SnapshotContent.Read(Make.Company, [.. Content, 0], new SnapshotChunks(0)));
    }

    private static byte[] Write()
    {
        var view = Make.Books(
            Make.Switch(1, BillingSystem.Minutes), Make.Switch(2, BillingSystem.Credits, At.Tick(500)), Make.Closing(3, At.Tick(900)),
            Make.Override(4, Make.Rule("sales", 3, 1, 2, 3, At.Tick(4))), Make.Usage(5, At.Tick(10), 60_000),
            Make.Usage(6, At.Tick(400), 1_500, counts: false), Make.Usage(7, At.Tick(700), 42, "other", BillingSystem.Credits)).View();
        var buffer = new byte[SnapshotContent.LengthMax(view)];
        var bytes = new ByteWriter(buffer);
        SnapshotContent.Write(view, [], ref bytes);
        return buffer[..bytes.Written];
    }
}
