using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Tests.Timelines;

public class ChunkPackerTests
{
    private static readonly Gen<TimelinePoint[]> Points =
        from tickUnit in Gen.Elements(1L, 10_000L, 36_000_000_000L)
        from quantityUnit in Gen.Elements(1L, 1_000L, 1L << 30)
        from isRegular in Gen.Elements(true, false)
        from counts in Gen.Choose(0, 2)
        from steps in Gen.Choose(1, 1 << 20).Two().NonEmptyListOf()
        select Make(steps.ToArray(), tickUnit, quantityUnit, isRegular, counts);

    [Fact]
    public void Any_points_in_order_come_back() =>
        Law.Holds(Points, 3000, points =>
        {
            var chunk = Chunk.Of(points, points.Length + 3);
            var facts = chunk.FactsOfFirst(points.Length);
            var back = ChunkPacker.Unpack(ChunkPacker.Pack(chunk, points.Length), facts);
            Assert.Equal(points.Length, back.Capacity);
            Assert.Equal(points, Enumerable.Range(0, points.Length).Select(back.PointAt));
        });

    [Fact]
    public void Other_facts_than_the_points_have_are_refused() =>
        Law.Holds(Points.Where(p => p.Length > 1), 150, points =>
        {
            var chunk = Chunk.Of(points, points.Length);
            var (packed, facts) = (ChunkPacker.Pack(chunk, points.Length), chunk.FactsOfFirst(points.Length));
            ChunkFacts[] others =
            [
                facts with { Count = facts.Count + 1 }, facts with { FirstTicks = facts.FirstTicks + 1 }, facts with { LastTicks = facts.LastTicks + 1 },
                facts with { FirstVersion = facts.FirstVersion + 1 }, facts with { LastVersion = facts.LastVersion + 1 },
                facts with { Interviews = facts.Interviews == 0 ? 1 : facts.Interviews - 1 }, facts with { Quantity = facts.Quantity + 1 },
            ];
            foreach (var other in others)
                Assert.Throws<InvalidDataException>(() => ChunkPacker.Unpack(packed, other));
        });

    [Fact]
    public void Damaged_bytes_are_refused_or_have_the_same_sums_in_order()
    {
        var points = Enumerable.Range(1, 40).Select(i => new TimelinePoint(i * i * 10, i * 3 % 41, i % 7 * 1_000, i % 3 > 0)).ToArray();
        var chunk = Chunk.Of(points, points.Length);
        var (packed, facts) = (ChunkPacker.Pack(chunk, points.Length), chunk.FactsOfFirst(points.Length));
        for (var i = 0; i < packed.Length; i++)
        {
            for (var change = 1; change < 256; change *= 2)
            {
                packed[i] ^= (byte)change;
                try
                {
                    var other = ChunkPacker.Unpack(packed, facts);
                    Assert.Equal(facts, other.FactsOfFirst(facts.Count));
                    for (var j = 1; j < facts.Count; j++)
                        Assert.True(other.TicksAt(j) >= other.TicksAt(j - 1));
                }
                catch (InvalidDataException)
                {
                    // As it should be.
                }

                packed[i] ^= (byte)change;
            }
        }
    }

    [Fact]
    public void Points_of_one_instant_that_are_not_in_order_of_version_are_refused()
    {
        var chunk = Chunk.Of([new TimelinePoint(5, 2, 1, true), new TimelinePoint(5, 1, 1, true)], 2);
        Assert.Throws<InvalidDataException>(() => ChunkPacker.Unpack(ChunkPacker.Pack(chunk, 2), chunk.FactsOfFirst(2)));
    }

    [Fact]
    public void Quantities_whose_sum_leaves_64_bits_are_refused() =>
        Assert.Throws<InvalidDataException>(() => ChunkPacker.Unpack(
            [1, 1, .. LongMax, 0, 2], new ChunkFacts(2, FirstTicks: 1, LastTicks: 2, FirstVersion: 1, LastVersion: 2, Interviews: 0, Quantity: -2)));

    // long.MaxValue as a signed varint.
    private static ReadOnlySpan<byte> LongMax => [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];

    private static TimelinePoint[] Make((int Ticks, int Quantity)[] steps, long tickUnit, long quantityUnit, bool isRegular, int counts)
    {
        var points = new TimelinePoint[Math.Min(steps.Length, Chunk.PointsMax)];
        var (ticks, version) = (0L, 0L);
        for (var i = 0; i < points.Length; i++)
        {
            ticks += steps[isRegular ? 0 : i].Ticks % 100 * tickUnit;
            version += isRegular ? 7 : 1 + (steps[i].Ticks % 1_000);
            points[i] = new TimelinePoint(ticks, version, steps[isRegular ? 0 : i].Quantity * quantityUnit, counts == 0 || (counts == 1 && i % 3 == 0));
        }

        return points;
    }
}
