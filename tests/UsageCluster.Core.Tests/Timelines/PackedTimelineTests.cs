using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Books;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Tests.Timelines;

/// <summary>Timelines that are packed and come back now and then, against those that never were.</summary>
public class PackedTimelineTests
{
    private const int TicksMax = 60;

    private static readonly Gen<(int Ticks, int Quantity, bool Counts)> Uses =
        from ticks in Gen.Choose(1, TicksMax)
        from quantity in Gen.Choose(-50, 100)
        from counts in Gen.Elements(true, true, true, false)
        select (ticks, quantity, counts);

    // What is done after each batch: bit i says whether chunk i is packed; a timeline that comes back goes on in place of the one before.
    private static readonly Gen<(int ChunkMax, ((int Ticks, int Quantity, bool Counts)[] Uses, int Packed, bool ComesBack)[] Steps)> Cases =
        from chunkMax in Gen.Elements(2, 3, 4, 8)
        from steps in
            (from uses in Gen.Sized(size => Uses.ArrayOf().Resize(size / 3))
             from packed in Gen.Choose(0, int.MaxValue)
             from comesBack in Gen.Elements(true, false)
             select (uses, packed, comesBack)).ArrayOf().Resize(12)
        select (chunkMax, steps);

    [Fact]
    public void Packing_and_coming_back_change_no_sum_and_no_row() =>
        Law.Holds(Cases, 600, c =>
        {
            var (version, timeline, plain) = (0L, new Timeline(c.ChunkMax), new Timeline(c.ChunkMax));
            var taken = new List<(TimelineView View, TimelineView Plain)>();
            foreach (var (uses, packed, comesBack) in c.Steps)
            {
                foreach (var (ticks, quantity, counts) in uses)
                {
                    var point = new TimelinePoint(ticks, version += 1 + (ticks % 3), quantity, counts);
                    timeline.Add(point);
                    plain.Add(point);
                }

                timeline.InsertLate();
                plain.InsertLate();
                taken.Add((timeline.View(), plain.View()));
                for (var i = 0; i < timeline.View().SealedCount; i++)
                {
                    if ((packed >> (i % 31) & 1) != 0)
                        timeline.View().SealedAt(i).Pack();
                }

                if (comesBack)
                    timeline = Back(timeline.View(), c.ChunkMax);
            }

            foreach (var (view, expected) in taken)
                AssertSame(expected, view);
            AssertSame(plain.View(), timeline.View());
        });

    [Fact]
    public void A_timeline_that_came_back_unpacks_what_is_looked_at_and_nothing_else()
    {
        var timeline = Back(Rising(100).View(), 4);
        var view = timeline.View();
        Assert.Equal(100, view.Total.Events);
        Assert.Equal(new TimelineSums(100, 100, 5_050), view.Sums(1, 101));
        timeline.Add(new TimelinePoint(100, 101, 7, true));
        Write(timeline.View());
        Assert.Equal([], Unpacked(view));

        Assert.Equal(20, view.Sums(31, 51).Events);
        Assert.Equal((60, 60), view.RowAt(59));
        Assert.Equal([7, 12, 14], Unpacked(view));

        timeline.Add(new TimelinePoint(70, 102, 1, true));
        timeline.InsertLate();
        Assert.Equal([7, 12, 14, 17], Unpacked(view));
    }

    [Fact]
    public void A_snapshot_leaves_nothing_unpacked_but_the_last_chunk()
    {
        var view = Rising(100).View();
        Assert.Equal(24, Unpacked(view).Length);
        Assert.Equal(Write(view), Write(Back(view, 4).View()));
        Assert.Equal([], Unpacked(view));
        Assert.Equal(50, view.CountBefore(51));
    }

    [Fact]
    public void A_chunk_that_was_looked_at_is_not_packed_again()
    {
        var chunk = Rising(10).View().SealedAt(0);
        var packed = chunk.Pack();
        Assert.Equal(1, chunk.Columns.TicksAt(0));
        Assert.Same(packed, chunk.Pack());
    }

    [Fact]
    public async Task Readers_and_snapshots_at_the_same_time_find_the_same_sums()
    {
        var view = Rising(2_000).View();
        var all = Enumerable.Range(0, 4).Select(n => Task.Run(() =>
        {
            var random = new Random(n);
            for (var i = 0; i < 20_000; i++)
            {
                var index = random.Next(view.SealedCount);
                if (n == 0)
                    view.SealedAt(index).Pack();
                else
                    Assert.Equal((4 * index) + 2, view.CountBefore((4 * index) + 3));
            }
        }));
        await Task.WhenAll(all);
    }

    private static Timeline Rising(int count)
    {
        var timeline = new Timeline(chunkPointsMax: 4);
        for (var i = 1; i <= count; i++)
            timeline.Add(new TimelinePoint(i, i, i, true));
        return timeline;
    }

    private static int[] Unpacked(TimelineView view) => [.. Enumerable.Range(0, view.SealedCount).Where(i => !view.SealedAt(i).IsPacked)];

    private static byte[] Write(TimelineView view)
    {
        var (head, full) = WriteParts(view);
        return [.. head, .. full];
    }

    private static (byte[] Head, byte[] Full) WriteParts(TimelineView view)
    {
        var buffer = new byte[PackedPoints.LengthMax(view)];
        var bytes = new ByteWriter(buffer);
        var full = new List<byte[]>();
        PackedPoints.Write(view, full, ref bytes);
        return (buffer[..bytes.Written], [.. full.SelectMany(chunk => chunk)]);
    }

    private static Timeline Back(TimelineView view, int chunkMax)
    {
        var (head, full) = WriteParts(view);
        var bytes = new ByteReader(head);
        var timeline = new Timeline(chunkMax);
        var chunks = new SnapshotChunks(start: 0);
        PackedPoints.Read(ref bytes, timeline, chunks);
        bytes.End();
        chunks.TakeAll(full, looksInside: false);
        return timeline;
    }

    private static void AssertSame(TimelineView expected, TimelineView view)
    {
        Assert.Equal(expected.Total, view.Total);
        for (var ticks = 0; ticks <= TicksMax + 1; ticks++)
            Assert.Equal(expected.Locate(ticks), view.Locate(ticks));
        for (var i = 0; i < expected.Total.Events; i++)
            Assert.Equal(expected.RowAt(i), view.RowAt(i));
    }
}
