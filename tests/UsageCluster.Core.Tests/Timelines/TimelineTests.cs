using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Tests.Timelines;

public class TimelineTests
{
    private const int TicksMax = 40;

    private static readonly Gen<TimelinePoint> Points =
        from ticks in Gen.Choose(0, TicksMax)
        from quantity in Gen.Choose(-50, 100)
        from counts in Gen.Elements(true, true, true, false)
        select new TimelinePoint(ticks, 0, quantity, counts);

    private static readonly Gen<TimelinePoint[][]> Batches =
        from batches in Gen.Sized(size => Points.ListOf().Resize(size / 4).ListOf().Resize(size / 2))
        from sorted in Gen.Elements(true, false, false)
        let all = sorted ? batches.SelectMany(b => b).OrderBy(p => p.Ticks).ToArray() : null
        select Number(all is null ? batches.Select(b => b.ToArray()).ToArray() : all.Chunk(3).ToArray());

    private static readonly Gen<(int ChunkMax, TimelinePoint[][] Batches)> Cases =
        from chunkMax in Gen.Elements(2, 3, 4, 8, Chunk.PointsMax)
        from batches in Batches
        select (chunkMax, batches);

    [Fact]
    public void Any_points_in_any_order_are_summed_before_every_instant() =>
        Law.Holds(Cases, 3000, c =>
        {
            var timeline = new Timeline(c.ChunkMax);
            var naive = new List<TimelinePoint>();
            foreach (var batch in c.Batches)
                Add(timeline, naive, batch);
            AssertEqual(naive, timeline.View());
        });

    [Fact]
    public void A_view_does_not_change_with_later_points() =>
        Law.Holds(Cases, 1500, c =>
        {
            var timeline = new Timeline(c.ChunkMax);
            var naive = new List<TimelinePoint>();
            var taken = new List<(TimelineView View, TimelinePoint[] Naive)>();
            foreach (var batch in c.Batches)
            {
                taken.Add((timeline.View(), [.. naive]));
                Add(timeline, naive, batch);
            }

            foreach (var (view, points) in taken)
                AssertEqual(points, view);
        });

    [Fact]
    public void Chunks_hold_the_points_in_order_and_no_more_than_their_bound() =>
        Law.Holds(Cases, 1000, c =>
        {
            var timeline = new Timeline(c.ChunkMax);
            var naive = new List<TimelinePoint>();
            foreach (var batch in c.Batches)
                Add(timeline, naive, batch);
            var view = timeline.View();
            var kept = new List<TimelinePoint>();
            for (var i = 0; i < view.SealedCount; i++)
                Keep(view.SealedAt(i).Columns, view.SealedAt(i).Facts.Count);
            if (naive.Count > 0)
                Keep(view.Tail.Chunk, view.Tail.Count);
            Assert.Equal(Sort(naive), kept);

            void Keep(Chunk chunk, int count)
            {
                Assert.InRange(count, 1, c.ChunkMax);
                Assert.InRange(chunk.Capacity, count, c.ChunkMax);
                kept.AddRange(Enumerable.Range(0, count).Select(chunk.PointAt));
            }
        });

    [Fact]
    public void Every_point_is_found_by_its_place_and_counted_by_instant_and_version() =>
        Law.Holds(Cases, 1000, c =>
        {
            var timeline = new Timeline(c.ChunkMax);
            var naive = new List<TimelinePoint>();
            foreach (var batch in c.Batches)
                Add(timeline, naive, batch);
            var view = timeline.View();
            var sorted = Sort(naive);
            for (var i = 0; i < sorted.Length; i++)
            {
                var (ticks, version) = (sorted[i].Ticks, sorted[i].Version);
                Assert.Equal((ticks, version), view.RowAt(i));
                Assert.Equal(i + 1, view.CountUpTo(ticks, version));
                Assert.Equal(i, view.CountUpTo(ticks, version - 1));
                Assert.Equal(naive.Count(p => p.Ticks < ticks), view.CountBefore(ticks));
            }
        });

    [Fact]
    public void A_version_beyond_the_column_is_an_error() =>
        Assert.Throws<OverflowException>(() => new Timeline().Add(new TimelinePoint(1, Chunk.VersionMax + 1, 1, true)));

    [Fact]
    public void The_same_view_is_given_until_a_point_comes_in()
    {
        var timeline = new Timeline();
        Assert.Same(timeline.View(), timeline.View());
        timeline.Add(new TimelinePoint(1, 1, 1, true));
        var view = timeline.View();
        Assert.Same(view, timeline.View());
        timeline.Add(new TimelinePoint(1, 1, 1, true));
        Assert.NotSame(view, timeline.View());
    }

    [Fact]
    public void A_view_with_late_points_waiting_is_refused()
    {
        var timeline = new Timeline();
        timeline.Add(new TimelinePoint(2, 1, 1, true));
        timeline.Add(new TimelinePoint(1, 1, 1, true));
        Assert.Throws<InvalidOperationException>(timeline.View);
    }

    [Fact]
    public void A_sum_that_leaves_64_bits_is_an_error()
    {
        var timeline = new Timeline(chunkPointsMax: 2);
        timeline.Add(new TimelinePoint(1, 1, long.MaxValue, true));
        Assert.Throws<OverflowException>(() => timeline.Add(new TimelinePoint(1, 1, 1, true)));
        timeline.Add(new TimelinePoint(1, 2, 0, true));
        timeline.Add(new TimelinePoint(1, 1, 1, true));
        Assert.Throws<OverflowException>(timeline.View);
    }

    private static void Add(Timeline timeline, List<TimelinePoint> naive, TimelinePoint[] batch)
    {
        foreach (var point in batch)
            timeline.Add(point);
        timeline.InsertLate();
        naive.AddRange(batch);
    }

    private static void AssertEqual(IReadOnlyCollection<TimelinePoint> naive, TimelineView view)
    {
        var before = default(TimelineSums);
        var previous = long.MinValue;
        var byTicks = naive.ToLookup(p => p.Ticks);
        for (var ticks = -1L; ticks <= TicksMax + 1; ticks++)
        {
            var next = ticks;
            while (next <= TicksMax && !byTicks.Contains(next))
                next++;
            Assert.Equal(new TimelinePlace(before, previous, next <= TicksMax ? next : long.MaxValue), view.Locate(ticks));
            foreach (var point in byTicks[ticks])
            {
                before += new TimelineSums(1, point.CountsAsInterview ? 1 : 0, point.Quantity);
                previous = ticks;
            }
        }
    }

    private static TimelinePoint[] Sort(IEnumerable<TimelinePoint> points) => [.. points.OrderBy(p => p.Ticks).ThenBy(p => p.Version)];

    // Points come with the versions of a ledger: rising, with gaps where other timelines have theirs.
    private static TimelinePoint[][] Number(TimelinePoint[][] batches)
    {
        var version = 0L;
        return [.. batches.Select(b => b.Select(p => p with { Version = version += 1 + (p.Ticks % 3) }).ToArray())];
    }
}
