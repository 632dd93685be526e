using UsageCluster.Core.Books;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>Content of a <see cref="CorrectionEntry"/> as stored bytes: see <see cref="EntryCodec"/>.</summary>
internal static class CorrectionCodec
{
    // More than its fields of a fixed width take beyond those of the longest other entry.
    private const int FixedLengthMax = 128;

    /// <summary>No fewer bytes than <see cref="Write"/> writes beyond the fixed part of any entry.</summary>
    public static int LengthMax(CorrectionEntry entry)
    {
        var request = entry.Request;
        return FixedLengthMax
            + EntryCodec.TextLengthMax(request.CorrectionId) + EntryCodec.TextLengthMax(request.EventId) + EntryCodec.TextLengthMax(request.Reason)
            + EntryCodec.TextLengthMax(request.CostKey) + EntryCodec.TextLengthMax(request.AgentFocus)
            + LengthMax(entry.Before.Line) + LengthMax(entry.After?.Line ?? default);
    }

    public static void Write(CorrectionEntry entry, ref ByteWriter bytes)
    {
        var request = entry.Request;
        bytes.Text(request.CorrectionId);
        bytes.Text(request.EventId);
        bytes.Byte((byte)request.Kind);
        bytes.Text(request.Reason);
        bytes.Flag(request.DurationMs is not null);
        if (request.DurationMs is { } durationMs)
            bytes.Int64(durationMs);
        bytes.OptionalText(request.CostKey);
        bytes.OptionalText(request.AgentFocus);
        bytes.Int64(entry.EventVersion);
        bytes.Int64(entry.PreviousVersion);
        bytes.Int64(entry.OccurredAt.Ticks);
        bytes.Flag(entry.IsTest);
        bytes.Byte((byte)entry.Before.Line.System);
        WriteUse(entry.Before, ref bytes);
        bytes.Flag(entry.After is not null);
        if (entry.After is { } after)
            WriteUse(after, ref bytes);
    }

    public static CorrectionEntry Read(long version, Instant recordedAt, ref ByteReader bytes)
    {
        var request = new CorrectionRequest
        {
            CorrectionId = bytes.Text(),
            EventId = bytes.Text(),
            Kind = ReadKind(ref bytes),
            Reason = bytes.Text(),
            DurationMs = bytes.Flag() ? bytes.Int64() : null,
            CostKey = bytes.OptionalText(),
            AgentFocus = bytes.OptionalText(),
        };
        var (eventVersion, previousVersion) = (bytes.Int64(), bytes.Int64());
        var (occurredAt, isTest) = (FieldCodec.ReadInstant(ref bytes), bytes.Flag());
        var system = FieldCodec.ReadSystem(ref bytes);
        return new CorrectionEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Request = request,
            EventVersion = eventVersion,
            PreviousVersion = previousVersion,
            OccurredAt = occurredAt,
            IsTest = isTest,
            Before = ReadUse(system, ref bytes),
            After = bytes.Flag() ? ReadUse(system, ref bytes) : null,
        };

        static CorrectionKind ReadKind(ref ByteReader bytes)
        {
            var kind = (CorrectionKind)bytes.Byte();
            return kind is CorrectionKind.Void or CorrectionKind.Adjust ? kind : throw ByteReader.Foreign();
        }
    }

    private static void WriteUse(BookedUse use, ref ByteWriter bytes)
    {
        FieldCodec.WriteLine(use.Line, ref bytes);
        bytes.Int64(use.DurationMs);
        bytes.Int64(use.Quantity);
        bytes.Flag(use.CountsAsInterview);
        FieldCodec.WriteRuleRef(use.Rule, ref bytes);
    }

    private static BookedUse ReadUse(Billing.BillingSystem system, ref ByteReader bytes) =>
        new(FieldCodec.ReadLine(system, ref bytes), bytes.Int64(), bytes.Int64(), bytes.Flag(), FieldCodec.ReadRuleRef(ref bytes));

    private static int LengthMax(LineKey line) => EntryCodec.TextLengthMax(line.CostKey) + EntryCodec.TextLengthMax(line.AgentFocus);
}
