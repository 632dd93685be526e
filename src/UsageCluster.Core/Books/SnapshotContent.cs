using System.Collections.Immutable;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>
/// What a snapshot holds: company id, version, billing periods, closing, price overrides, then the lines of each system
/// in order of their keys (booked, added, removed uses), what plans bring (see <see cref="SnapshotPlans"/>), and the corrections. Full chunks of uses lie
/// behind it, in the order in which they are named in it. Readers throw <see cref="InvalidDataException"/>.
/// </summary>
internal static class SnapshotContent
{
    // More than a period, a rule or a line takes besides its texts and points.
    private const int ItemLengthMax = 64;

    /// <summary>No fewer bytes than <see cref="Write"/> writes.</summary>
    public static int LengthMax(CompanyView view)
    {
        var length = (2 * ItemLengthMax) + TextLengthMax(view.CompanyId) + (view.Billing.Periods.Length * ItemLengthMax);
        length += SnapshotPlans.LengthMax(view);
        foreach (var rule in view.PriceOverrides.Rules)
            length += ItemLengthMax + TextLengthMax(rule.AgentFocus);
        foreach (var lines in (ReadOnlySpan<LineView[]>)[view.Minutes, view.Credits])
        {
            foreach (var line in lines)
            {
                length += ItemLengthMax + TextLengthMax(line.Key.CostKey) + TextLengthMax(line.Key.AgentFocus ?? "");
                length = checked(length + PackedPoints.LengthMax(line.Uses));
                length = checked(length + PackedPoints.LengthMax(line.Added));
                length = checked(length + PackedPoints.LengthMax(line.Removed));
            }
        }

        return checked(length + CorrectionsContent.LengthMax(view.Corrections));
    }

    /// <summary>Writes the content; full chunks are added to <paramref name="full"/>.</summary>
    public static void Write(CompanyView view, List<byte[]> full, ref ByteWriter bytes)
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
        WriteLines(view.Minutes, full, ref bytes);
        WriteLines(view.Credits, full, ref bytes);
        SnapshotPlans.Write(view, ref bytes);
        CorrectionsContent.Write(view.Corrections, full, ref bytes);
    }

    /// <summary>The books of the content; null if they are of another company.</summary>
    /// <param name="companyId">The company.</param>
    /// <param name="content">What was written.</param>
    /// <param name="full">Takes the full chunks, which are not in memory yet.</param>
    public static CompanyBooks? Read(string companyId, ReadOnlySpan<byte> content, SnapshotChunks full)
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
        ReadLines(books, BillingSystem.Minutes, full, ref bytes);
        ReadLines(books, BillingSystem.Credits, full, ref bytes);
        SnapshotPlans.Read(books, ref bytes);
        CorrectionsContent.Read(books.Corrections, full, ref bytes);
        bytes.End();
        return books;
    }

    private static void WriteLines(LineView[] lines, List<byte[]> full, ref ByteWriter bytes)
    {
        bytes.Varint((ulong)lines.Length);
        foreach (var line in lines)
        {
            FieldCodec.WriteLine(line.Key, ref bytes);
            PackedPoints.Write(line.Uses, full, ref bytes);
            PackedPoints.Write(line.Added, full, ref bytes);
            PackedPoints.Write(line.Removed, full, ref bytes);
        }
    }

    private static void ReadLines(CompanyBooks books, BillingSystem system, SnapshotChunks full, ref ByteReader bytes)
    {
        LineKey? previous = null;
        for (var count = bytes.Count(); count > 0; count--)
        {
            var key = FieldCodec.ReadLine(system, ref bytes);
            if (previous?.CompareTo(key) >= 0)
                throw ByteReader.Foreign();
            var line = books.LineOf(key);
            PackedPoints.Read(ref bytes, line.Uses, full);
            PackedPoints.Read(ref bytes, line.ToAdd, full);
            PackedPoints.Read(ref bytes, line.ToRemove, full);
            books.Restored(line);
            previous = key;
        }
    }

    public static int TextLengthMax(string text) => checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
