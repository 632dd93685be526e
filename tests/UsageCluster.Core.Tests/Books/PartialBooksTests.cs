using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;
using UsageCluster.TestKit.Stores;

namespace UsageCluster.Core.Tests.Books;

/// <summary>Books of which full chunks are still in the snapshot, against those that have all of it.</summary>
public class PartialBooksTests
{
    private const int Span = 40_000;
    private static readonly string[] CostKeys = ["interview_minutes", "alpha", "beta"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_report_needs_the_chunks_at_its_ends_and_no_others(int seed)
    {
        var random = new Random(seed);
        var (whole, snapshot) = Company(random, uses: 12_000);
        var books = Open(snapshot);
        var bytes = 0;
        Assert.False(books.IsWhole);
        for (var i = 0; i < 20; i++)
        {
            var range = AnyRange(random);
            if (books.FetchFor(range) is { } fetch)
            {
                Assert.InRange(fetch.Ranges.Count, 1, 2 * CostKeys.Length);
                bytes += fetch.Ranges.Sum(r => r.Length);
                Assert.True(fetch.TryTake(Read(snapshot, fetch), looksInside: true));
            }

            Assert.Null(books.FetchFor(range));
            Assert.Equal(ReportText.Of(whole.View().Report(range)), ReportText.Of(books.View().Report(range)));
            if (i == 0)
                Assert.InRange(bytes, 1, (snapshot.Length - SnapshotBytes.HeadLength(snapshot)) / 3);
        }
    }

    [Fact]
    public void A_report_whose_ends_lie_outside_of_full_chunks_needs_none()
    {
        var (whole, snapshot) = Company(new Random(1), uses: 12_000);
        var books = Open(snapshot);
        foreach (var range in (TimeRange[])[new(Instant.Earliest, Instant.Latest), new(At.Tick(0), At.Tick(Span)), new(At.Tick(Span), Instant.Latest)])
        {
            Assert.Null(books.FetchFor(range));
            Assert.Equal(ReportText.Of(whole.View().Report(range)), ReportText.Of(books.View().Report(range)));
        }
    }

    [Fact]
    public void Books_are_whole_once_the_rest_was_taken_piece_by_piece_whatever_was_taken_before()
    {
        var random = new Random(4);
        var (whole, snapshot) = Company(random, uses: 12_000);
        var books = Open(snapshot);
        var before = books.FetchFor(AnyRange(random))!;
        Assert.True(before.TryTake(Read(snapshot, before), looksInside: false));
        var pieces = 0;
        for (; books.FetchNext(20_000) is { } piece; pieces++)
        {
            Assert.False(books.IsWhole);
            Assert.InRange(piece.Ranges.Sum(r => r.Length), 1, 20_000);
            Assert.True(piece.TryTake(Read(snapshot, piece), looksInside: false));
        }

        Assert.InRange(pieces, 3, 100);
        Assert.True(books.IsWhole);
        Assert.Equal(snapshot, BooksSnapshot.Encode(books));
        var all = new TimeRange(Instant.Earliest, Instant.Latest);
        Assert.Equal(whole.View().Rows().Newest(all, 0, 20_000), books.View().Rows().Newest(all, 0, 20_000));
    }

    [Fact]
    public void What_comes_at_the_end_of_its_line_is_applied_without_a_chunk_and_what_is_late_says_so()
    {
        var random = new Random(5);
        var (whole, snapshot) = Company(random, uses: 6_000);
        var books = Open(snapshot);
        var end = Make.Usage(books.Version + 1, At.Tick(Span), 7_000);
        var late = Make.Usage(books.Version + 2, At.Tick(Span / 2), 9_000);
        Assert.False(books.NeedsMissing(end));
        Assert.False(books.NeedsMissing(late with { Event = late.Event with { CostKey = "new" } }));
        Assert.True(books.NeedsMissing(late));

        books.Apply([end]);
        Complete(books, snapshot);
        Assert.False(books.NeedsMissing(late));
        books.Apply([late]);
        whole.Apply([end, late]);
        for (var i = 0; i < 20; i++)
        {
            var range = AnyRange(random);
            Assert.Equal(ReportText.Of(whole.View().Report(range)), ReportText.Of(books.View().Report(range)));
        }
    }

    [Fact]
    public void Bytes_that_are_not_those_of_the_snapshot_are_not_taken()
    {
        var (_, snapshot) = Company(new Random(6), uses: 6_000);
        var fetch = Open(snapshot).FetchFor(new TimeRange(At.Tick(Span / 3), At.Tick(Span / 2)))!;
        for (var range = 0; range < fetch.Ranges.Count; range++)
        {
            for (var i = 0; i < fetch.Ranges[range].Length; i += 7)
            {
                var bytes = Read(snapshot, fetch);
                bytes[range][i] ^= (byte)(1 << (i % 8));
                Assert.False(Open(snapshot).FetchFor(new TimeRange(At.Tick(Span / 3), At.Tick(Span / 2)))!.TryTake(bytes, looksInside: false));
            }
        }

        Assert.False(fetch.TryTake([.. Read(snapshot, fetch).Reverse()], looksInside: false));
        Assert.False(fetch.TryTake([.. Read(snapshot, fetch).Skip(1)], looksInside: false));
        Assert.False(fetch.TryTake([.. Read(snapshot, fetch).Select(b => b[..^1])], looksInside: false));
        Assert.True(fetch.TryTake(Read(snapshot, fetch), looksInside: true));
    }

    [Fact]
    public void A_chunk_whose_checksum_holds_and_whose_uses_do_not_is_not_taken_by_who_looks_inside()
    {
        var uses = Enumerable.Range(2, 600).Select(i => (LedgerEntry)Make.Usage(i, At.Tick(i), i * 1_000));
        var snapshot = BooksSnapshot.Encode(Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]));
        snapshot = SnapshotBytes.Change(snapshot, snapshot.Length - 400);
        var fetch = Open(snapshot).FetchFor(At.Range(50, 60))!;
        Assert.False(fetch.TryTake(Read(snapshot, fetch), looksInside: true));
        Assert.True(Open(snapshot).FetchFor(At.Range(50, 60))!.TryTake(Read(snapshot, fetch), looksInside: false));
    }

    [Fact]
    public void Every_byte_of_a_snapshot_with_full_chunks_counts()
    {
        var (_, snapshot) = Company(new Random(7), uses: 1_700);
        Assert.False(Open(snapshot).IsWhole);
        for (var i = 0; i < snapshot.Length; i++)
        {
            snapshot[i] ^= (byte)(1 << (i % 8));
            Assert.False(BooksSnapshot.TryDecode(Make.Company, snapshot, out _));
            snapshot[i] ^= (byte)(1 << (i % 8));
        }

        Assert.True(BooksSnapshot.TryDecode(Make.Company, snapshot, out _, looksInside: true));
    }

    [Fact]
    public void A_beginning_without_all_of_the_head_is_refused_and_so_is_another_length()
    {
        var (_, snapshot) = Company(new Random(8), uses: 3_000);
        var head = SnapshotBytes.HeadLength(snapshot);
        Assert.Equal(head, BooksSnapshot.HeadLengthOf(snapshot.AsSpan(0, 12)));
        Assert.Equal(0, BooksSnapshot.HeadLengthOf(snapshot.AsSpan(0, 11)));
        for (var length = 0; length < head; length += 11)
            Assert.False(BooksSnapshot.TryDecode(Make.Company, snapshot.AsSpan(0, length), snapshot.Length, out _));
        foreach (var length in (int[])[head, snapshot.Length - 1, snapshot.Length + 1])
            Assert.False(BooksSnapshot.TryDecode(Make.Company, snapshot.AsSpan(0, head), length, out _));
        Assert.True(BooksSnapshot.TryDecode(Make.Company, snapshot.AsSpan(0, head), snapshot.Length, out _));
    }

    private static (CompanyBooks Books, byte[] Snapshot) Company(Random random, int uses)
    {
        var entries = Enumerable.Range(2, uses).Select(i => (LedgerEntry)Make.Usage(
            i, At.Tick(1 + random.Next(Span - 2)), random.Next(3_600) * 1_000, CostKeys[random.Next(CostKeys.Length)], counts: random.Next(5) > 0));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. entries]);
        return (books, BooksSnapshot.Encode(books));
    }

    private static CompanyBooks Open(byte[] snapshot)
    {
        var head = snapshot.AsSpan(0, SnapshotBytes.HeadLength(snapshot));
        Assert.True(BooksSnapshot.TryDecode(Make.Company, head, snapshot.Length, out var books));
        return books!;
    }

    private static void Complete(CompanyBooks books, byte[] snapshot)
    {
        while (books.FetchNext(int.MaxValue) is { } fetch)
            Assert.True(fetch.TryTake(Read(snapshot, fetch), looksInside: false));
    }

    private static byte[][] Read(byte[] snapshot, ChunkFetch fetch) => [.. fetch.Ranges.Select(r => snapshot[r.Start..(r.Start + r.Length)])];

    private static TimeRange AnyRange(Random random)
    {
        var start = random.Next(Span);
        return At.Range(start, start + 1 + random.Next(Span));
    }
}
