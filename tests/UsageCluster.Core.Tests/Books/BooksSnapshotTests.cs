using FsCheck.Fluent;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;
using UsageCluster.TestKit.Stores;

namespace UsageCluster.Core.Tests.Books;

public class BooksSnapshotTests
{
    private static readonly CompanyBooks Small = Make.Books(
        Make.Switch(1, BillingSystem.Minutes), Make.Switch(2, BillingSystem.Credits, At.Tick(500)), Make.Closing(3, At.Tick(900)),
        Make.Override(4, Make.Rule("sales", 3, 1, 2, 3, At.Tick(4))), Make.Usage(5, At.Tick(10), 60_000),
        Make.Usage(6, At.Tick(400), 1_500), Make.Usage(7, At.Tick(700), 42, "other", BillingSystem.Credits, counts: false),
        Make.Usage(8, At.Tick(20), 3_000, counts: false), Make.Usage(9, At.Tick(20), 9_000, focus: "sales"), Adjusted(10, 6));

    [Fact]
    public void The_bytes_of_format_7_stay_as_they_are() => Assert.Equal(
        "5543424F4F4B5307000001AE0000000461636D650A0200000000000000000108DE48C8B4F801F4020108DE48C8B4F8038401"
        + "0000000573616C65730000000300000000000000010000000000000002000000000000000308DE48C8B4F800040300000011"
        + "696E746572766965775F6D696E7574657300000001038A80E0A78B9992EF088603050602E8EF070E0A0126B817DC0B270100"
        + "000603050001019083E0A78B9992EF08000A0A01B8170500B817000000000011696E746572766965775F6D696E7574657301"
        + "0000000573616C6573000001019480E0A78B9992EF0800090901D08C010600D08C0100000000000000056F74686572000000"
        + "0001019083E0A78B9992EF08000A0A01B8170500B81700000001000000056F746865720000000101BC85E0A78B9992EF0800"
        + "07070054040054000000000000000001019083E0A78B9992EF08000A0A000004000000000200000011696E74657276696577"
        + "5F6D696E7574657301019083E0A78B9992EF08000A0A00000400000000000000056F7468657201019083E0A78B9992EF0800"
        + "0A0A00000400000000010600010A47ABA8D5DAD510CC1105689162C3C3B7",
        Convert.ToHexString(BooksSnapshot.Encode(Small)));

    [Fact]
    public void The_bytes_of_a_full_chunk_stay_as_they_are()
    {
        var uses = Enumerable.Range(2, 514).Select(i => (LedgerEntry)Make.Usage(i, At.Tick(i * 10), 60_000 + (i % 2 * 1_000), counts: i % 4 > 0));
        var snapshot = BooksSnapshot.Encode(Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]));
        Assert.Equal(
            "5543424F4F4B53070000008C0000000461636D6583040100000000000000000100000100000011696E746572766965775F6D"
            + "696E757465730000000280049480E0A78B9992EF08F627028104800380A0C51DC6082754FC148B3C327C020A0A8204830402"
            + "D0E20E0A0A01C0A907E80700010200000000000000000000CCEB67D8AAE359E096E41B70D11BFE6D0A"
            + Times(511, "01") + "C0A907E807" + Times(256, "0001") + "02" + Times(64, "BB"),
            Convert.ToHexString(snapshot));

        static string Times(int count, string hex) => string.Concat(Enumerable.Repeat(hex, count));
    }

    [Fact]
    public void Books_of_format_6_are_not_read()
    {
        var bytes = Convert.FromHexString(
            "5543424F4F4B53060000000461636D650A0200000000000000000108DE48C8B4F801F4020108DE48C8B4F803840100000005"
            + "73616C65730000000300000000000000010000000000000002000000000000000308DE48C8B4F800040300000011696E7465"
            + "72766965775F6D696E7574657300000001038A80E0A78B9992EF088603050602E8EF070E0A0126B817DC0B27010000060305"
            + "0001019083E0A78B9992EF08000A0A01B8170500B817000000000011696E746572766965775F6D696E757465730100000005"
            + "73616C6573000001019480E0A78B9992EF0800090901D08C010600D08C0100000000000000056F7468657200000000010190"
            + "83E0A78B9992EF08000A0A01B8170500B81700000001000000056F746865720000000101BC85E0A78B9992EF080007070054"
            + "040054000000000000000001019083E0A78B9992EF08000A0A000004000000000200000011696E746572766965775F6D696E"
            + "7574657301019083E0A78B9992EF08000A0A00000400000000000000056F7468657201019083E0A78B9992EF08000A0A0000"
            + "0400000000010600010AABA7ADA64DD462EFCE44740E324C025D");
        Assert.False(BooksSnapshot.TryDecode(Make.Company, bytes, out _));
        Assert.True(BooksSnapshot.IsOfOtherFormat(bytes));
    }

    [Fact]
    public void Books_of_format_5_are_not_read()
    {
        var bytes = Convert.FromHexString(
            "5543424F4F4B53050000000461636D650A0200000000000000000108DE48C8B4F801F4020108DE48C8B4F803840100000005"
            + "73616C65730000000300000000000000010000000000000002000000000000000308DE48C8B4F800040300000011696E7465"
            + "72766965775F6D696E75746573000000039480C0CF96B2A4DE110AB817DC0B01262701000A00060302050001A086C0CF96B2"
            + "A4DE1100B8170014000100000011696E746572766965775F6D696E75746573010000000573616C6573000001A880C0CF96B2"
            + "A4DE1100D08C01001200010000000000056F746865720000000001A086C0CF96B2A4DE1100B817001400010001000000056F"
            + "7468657200000001F88AC0CF96B2A4DE110054000E000000000000000001A086C0CF96B2A4DE110000001400000200000011"
            + "696E746572766965775F6D696E7574657301A086C0CF96B2A4DE11000000140000000000056F7468657201A086C0CF96B2A4"
            + "DE11000000140000010600010A0388A8F54F3D29BF8C3E9E77FB7AD17E");
        Assert.False(BooksSnapshot.TryDecode(Make.Company, bytes, out _));
        Assert.True(BooksSnapshot.IsOfOtherFormat(bytes));
    }

    [Fact]
    public void Books_of_format_1_are_not_read() =>
        Assert.False(BooksSnapshot.TryDecode(Make.Company, Convert.FromHexString(
            "5543424F4F4B53010000000461636D65080200000000000000000108DE48C8B4F801F4020108DE48C8B4F803840100000005"
            + "73616C65730000000300000000000000010000000000000002000000000000000308DE48C8B4F800040100000011696E7465"
            + "72766965775F6D696E75746573039480C0CF96B2A4DE110AB817DC0B0126270100020501000000056F7468657201F88AC0CF"
            + "96B2A4DE1100540000182AC26523D518008991A563F86AECD9"), out _));

    [Fact]
    public void Books_come_back_whole()
    {
        var books = RoundTrip(Small);
        Assert.Equal(Small.Version, books.Version);
        Assert.Equal<BillingPeriod>(Small.Billing.Periods, books.Billing.Periods);
        Assert.Equal(Small.ClosedAt, books.ClosedAt);
        Assert.Equal(Small.PriceOverrides.Rules, books.PriceOverrides.Rules);
        Assert.True(books.HasCostKey("other"));
        Assert.Equal(ReportText.Of(Small.View().Report(At.Range(0, 1000))), ReportText.Of(books.View().Report(At.Range(0, 1000))));
    }

    [Fact]
    public void Totals_go_on_being_guarded()
    {
        var books = RoundTrip(Make.Books(Make.Switch(1, BillingSystem.Minutes), Make.Usage(2, At.Tick(0), long.MaxValue - 5)));
        var now = At.Tick(1000);
        Assert.Null(books.Decide(Make.Event(durationMs: 5), Make.Rates(), now, 0, 0).RejectionCode);
        Assert.Equal(RejectionCodes.QuantityOverflow, books.Decide(Make.Event(durationMs: 6), Make.Rates(), now, 0, 0).RejectionCode);
    }

    [Fact]
    public void Any_books_come_back_equal_and_go_on_as_if_nothing_had_been() =>
        Law.Holds(
            from before in Story.Any
            from after in Story.Any
            select (before, after),
            1000,
            c =>
            {
                var books = Make.Books([.. c.before.Entries]);
                var bytes = BooksSnapshot.Encode(books);
                var copy = RoundTrip(books);
                Assert.Equal(bytes, BooksSnapshot.Encode(copy));
                var later = c.after.Entries.Select((entry, i) => entry with { Version = books.Version + 1 + i }).ToArray();
                books.Apply(later);
                copy.Apply(later);
                foreach (var (start, end) in Story.Ranges())
                {
                    var range = At.Range(start, end);
                    Assert.Equal(ReportText.Of(books.View().Report(range)), ReportText.Of(copy.View().Report(range)));
                }
            });

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(5_000)]
    public void Blocks_of_any_length_come_back_with_values_of_any_size(int count)
    {
        var random = new Random(count);
        long[] units = [1, 1_000, 60_000];
        var entries = Enumerable.Range(2, count).Select(i => (LedgerEntry)Make.Usage(
            i,
            new Instant(random.NextInt64(Instant.Latest.Ticks + 1)),
            random.NextInt64(1L << random.Next(32)) * units[i / 512 % units.Length],
            counts: random.Next(4) > 0));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. entries]);
        var copy = RoundTrip(books);
        for (var i = 0; i < 50; i++)
        {
            var start = random.NextInt64(Instant.Latest.Ticks / 2);
            var range = new TimeRange(new Instant(start), new Instant(start + 1 + random.NextInt64(Instant.Latest.Ticks / 2)));
            Assert.Equal(ReportText.Of(books.View().Report(range)), ReportText.Of(copy.View().Report(range)));
        }
    }

    [Fact]
    public void Typical_uses_take_no_more_than_ten_bytes()
    {
        const int Count = 20_000;
        var random = new Random(1);
        var entries = Enumerable.Range(2, Count).Select(i => (LedgerEntry)Make.Usage(
            i, At.Tick(random.NextInt64(TimeSpan.FromDays(2).Ticks)), random.Next(30 * 60_000), counts: i % 5 != 0));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. entries]);
        Assert.InRange(BooksSnapshot.Encode(books).Length, 1, 10 * Count);
    }

    [Fact]
    public void A_single_damaged_byte_is_refused()
    {
        var bytes = BooksSnapshot.Encode(Small);
        for (var i = 0; i < bytes.Length; i++)
        {
            for (var change = 1; change < 256; change++)
            {
                bytes[i] ^= (byte)change;
                Assert.False(BooksSnapshot.TryDecode(Make.Company, bytes, out var books));
                Assert.Null(books);
                bytes[i] ^= (byte)change;
            }
        }

        Assert.True(BooksSnapshot.TryDecode(Make.Company, bytes, out _));
    }

    [Fact]
    public void A_snapshot_cut_off_or_with_more_behind_it_is_refused()
    {
        var bytes = BooksSnapshot.Encode(Small);
        for (var length = 0; length < bytes.Length; length++)
            Assert.False(BooksSnapshot.TryDecode(Make.Company, bytes.AsSpan(0, length), out _));
        Assert.False(BooksSnapshot.TryDecode(Make.Company, [.. bytes, 0], out _));
    }

    [Fact]
    public void The_snapshot_of_another_company_is_refused() =>
        Assert.False(BooksSnapshot.TryDecode("acme2", BooksSnapshot.Encode(Small), out _));

    [Fact]
    public void A_packed_use_that_its_sums_do_not_hold_is_found_when_it_is_looked_at_and_never_counted()
    {
        var uses = Enumerable.Range(2, 600).Select(i => (LedgerEntry)Make.Usage(i, At.Tick(i), i * 1_000));
        var books = Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]);
        var snapshot = BooksSnapshot.Encode(books);

        // A quantity in the middle of the full chunk.
        snapshot = SnapshotBytes.Change(snapshot, snapshot.Length - 400);
        Assert.False(BooksSnapshot.TryDecode(Make.Company, snapshot, out _, looksInside: true));
        Assert.True(BooksSnapshot.TryDecode(Make.Company, snapshot, out var copy));
        var whole = At.Range(0, 700);
        Assert.Equal(ReportText.Of(books.View().Report(whole)), ReportText.Of(copy!.View().Report(whole)));
        Assert.Throws<InvalidDataException>(() => copy.View().Report(At.Range(0, 50)));
        Assert.Throws<InvalidDataException>(() => copy.View().Rows().Newest(whole, 0, 600));
        Assert.Throws<InvalidDataException>(() => copy.Apply([Make.Usage(602, At.Tick(9), 1)]));
    }

    [Fact]
    public void Chunks_that_overlap_are_refused()
    {
        var uses = Enumerable.Range(2, 600).Select(i => (LedgerEntry)Make.Usage(i, At.Tick(5), 1_000));
        var snapshot = BooksSnapshot.Encode(Make.Books([Make.Switch(1, BillingSystem.Minutes), .. uses]));

        // The last chunk: as many as are left of 600, at the same instant, of the versions 514 to 601 as varints; then of those before.
        var place = snapshot.AsSpan().LastIndexOf((byte[])[88, 0, 0, 0x82, 0x04, 0xD9, 0x04]);
        Assert.True(place > 0);
        snapshot[place + 3]--;
        snapshot = SnapshotBytes.Change(snapshot, place + 5, by: 1);
        Assert.False(BooksSnapshot.TryDecode(Make.Company, snapshot, out _));
    }

    // An adjustment of an event at tick 400.
    private static CorrectionEntry Adjusted(long version, long eventVersion)
    {
        var before = BookedUse.Of(Make.Usage(eventVersion, At.Tick(400), 1_500));
        return new CorrectionEntry
        {
            Version = version,
            RecordedAt = At.Start,
            Request = new CorrectionRequest { CorrectionId = "c", EventId = "e", Kind = CorrectionKind.Adjust, Reason = "r", CostKey = "other" },
            EventVersion = eventVersion,
            PreviousVersion = 0,
            OccurredAt = At.Tick(400),
            IsTest = false,
            Before = before,
            After = before with { Line = before.Line with { CostKey = "other" } },
        };
    }

    private static CompanyBooks RoundTrip(CompanyBooks books)
    {
        Assert.True(BooksSnapshot.TryDecode(books.CompanyId, BooksSnapshot.Encode(books), out var copy));
        return copy!;
    }
}
