using System.Collections.Immutable;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>
/// What a snapshot holds: company id, version, billing periods, closing, price overrides, then the buckets of each system by cost
/// key. Readers throw <see cref="InvalidDataException"/>.
/// </summary>
internal static class SnapshotContent
{
    // More than a period, a rule or a bucket takes besides its texts and points.
    private const int ItemLengthMax = 64;

    /// <summary>No fewer bytes than <see cref="Write"/> writes.</summary>
    public static int LengthMax(CompanyView view)
    {
        var length = (2 * ItemLengthMax) + TextLengthMax(view.CompanyId) + (view.Billing.Periods.Length * ItemLengthMax);
        foreach (var rule in view.PriceOverrides.Rules)
            length += ItemLengthMax + TextLengthMax(rule.AgentFocus);
        foreach (var buckets in (ReadOnlySpan<BucketView[]>)[view.Minutes, view.Credits])
        {
            foreach (ref readonly var bucket in buckets.AsSpan())
            {
                length += ItemLengthMax + TextLengthMax(bucket.CostKey);
                length = checked(length + PackedPoints.LengthMax(bucket.Timeline.Total.Events));
            }
        }

        return length;
    }

    /// <summary>Writes the content.</summary>
    public static void Write(CompanyView view, ref ByteWriter bytes)
    {
        bytes.Text(view.CompanyId);
        bytes.Varint((ulong)view.Version);
        bytes.Varint((ulong)view.Billing.Periods.Length);
        foreach (var period in view.Billing.Periods)
        {
            bytes.Int64(period.Since.Ticks);
            bytes.Byte((byte)period.System);
        }

        bytes.Flag(view.ClosedAt is not null);
        if (view.ClosedAt is { } closedAt)
            bytes.Int64(closedAt.Ticks);
        bytes.Varint((ulong)view.PriceOverrides.Rules.Count);
        foreach (var rule in view.PriceOverrides.Rules)
            FieldCodec.WriteRule(rule, ref bytes);
        WriteBuckets(view.Minutes, ref bytes);
        WriteBuckets(view.Credits, ref bytes);
    }

    /// <summary>The books of the content; null if they are of another company.</summary>
    public static CompanyBooks? Read(string companyId, ReadOnlySpan<byte> content)
    {
        var bytes = new ByteReader(content);
        if (bytes.Text() != companyId)
            return null;
        var books = new CompanyBooks(companyId);
        var version = checked((long)bytes.Varint());
        var periods = new BillingPeriod[bytes.Count()];
        for (var i = 0; i < periods.Length; i++)
        {
            periods[i] = new BillingPeriod(FieldCodec.ReadInstant(ref bytes), FieldCodec.ReadSystem(ref bytes));
            if (i > 0 && (periods[i].Since <= periods[i - 1].Since || periods[i].System == periods[i - 1].System))
                throw ByteReader.Foreign();
        }

        Instant? closedAt = bytes.Flag() ? FieldCodec.ReadInstant(ref bytes) : null;
        var rules = new PriceRule[bytes.Count()];
        for (var i = 0; i < rules.Length; i++)
            rules[i] = FieldCodec.ReadRule(ref bytes);
        books.Restore(version, new BillingHistory(ImmutableArray.Create(periods)), closedAt, new PriceRuleSet(rules));
        ReadBuckets(books, BillingSystem.Minutes, ref bytes);
        ReadBuckets(books, BillingSystem.Credits, ref bytes);
        bytes.End();
        return books;
    }

    private static void WriteBuckets(BucketView[] buckets, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)buckets.Length);
        foreach (ref readonly var bucket in buckets.AsSpan())
        {
            bytes.Text(bucket.CostKey);
            PackedPoints.Write(bucket.Timeline, ref bytes);
        }
    }

    private static void ReadBuckets(CompanyBooks books, BillingSystem system, ref ByteReader bytes)
    {
        string? previous = null;
        for (var count = bytes.Count(); count > 0; count--)
        {
            var costKey = bytes.Text();
            if (string.CompareOrdinal(previous, costKey) >= 0)
                throw ByteReader.Foreign();
            PackedPoints.Read(ref bytes, books, system, costKey);
            previous = costKey;
        }
    }

    private static int TextLengthMax(string text) => checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
