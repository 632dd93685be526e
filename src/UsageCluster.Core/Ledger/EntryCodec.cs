using System.Buffers;
using System.Collections.Immutable;
using UsageCluster.Core.Events;
using UsageCluster.Core.Formats;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Ledger;

/// <summary>
/// Versioned bytes of ledger entries. Fields have a fixed width or a length before them, so different entries never have equal
/// bytes. The formats are stored: never change one, add a version.
/// </summary>
public static class EntryCodec
{
    private const byte Format = 1;

    // More than the fixed parts of the longest entry take.
    private const int FixedLengthMax = 128;

    /// <summary>Writes all of an entry, of whatever kind, as the bytes that its hash covers.</summary>
    public static void WriteCanonical(LedgerEntry entry, IBufferWriter<byte> writer)
    {
        var bytes = new ByteWriter(writer.GetSpan(CanonicalLengthMax(entry)));
        WriteCanonical(entry, ref bytes);
        writer.Advance(bytes.Written);
    }

    /// <summary>What a store keeps of an entry that is not a <see cref="UsageEntry"/>, besides kind, version and recorded-at.</summary>
    public static byte[] EncodePayload(LedgerEntry entry)
    {
        if (entry is UsageEntry)
            throw new ArgumentException("A store keeps a usage entry by its fields.", nameof(entry));
        var buffer = new byte[CanonicalLengthMax(entry)];
        var bytes = new ByteWriter(buffer);
        bytes.Byte(Format);
        WriteContent(entry, ref bytes);
        return buffer[..bytes.Written];
    }

    /// <summary>The entry that <see cref="EncodePayload"/> was given. Throws <see cref="InvalidDataException"/> on foreign bytes.</summary>
    public static LedgerEntry DecodePayload(EntryKind kind, long version, Instant recordedAt, ReadOnlySpan<byte> payload)
    {
        var bytes = new ByteReader(payload);
        if (bytes.Byte() != Format)
            throw ByteReader.Foreign();
        var entry = ReadContent(kind, version, recordedAt, ref bytes);
        bytes.End();
        return entry;
    }

    private static LedgerEntry ReadContent(EntryKind kind, long version, Instant recordedAt, ref ByteReader bytes) => kind switch
    {
        EntryKind.Switch => new SwitchEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            At = FieldCodec.ReadInstant(ref bytes),
            System = FieldCodec.ReadSystem(ref bytes),
        },
        EntryKind.Closing => new ClosingEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            ClosedAt = bytes.Flag() ? FieldCodec.ReadInstant(ref bytes) : null,
        },
        EntryKind.PriceOverride => new PriceOverrideEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Rule = FieldCodec.ReadRule(ref bytes),
        },
        EntryKind.PlanAssignment => new PlanAssignmentEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            PlanId = bytes.Text(),
            Since = FieldCodec.ReadInstant(ref bytes),
        },
        EntryKind.Transaction => new TransactionEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Transaction = TransactionCodec.Read(ref bytes),
            AdjustedMonth = bytes.Flag() ? TransactionCodec.ReadMonth(ref bytes).Number : null,
        },
        EntryKind.MonthClose => new MonthCloseEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Through = TransactionCodec.ReadMonth(ref bytes),
            Transactions = ReadTransactions(ref bytes),
        },
        EntryKind.Correction => CorrectionCodec.Read(version, recordedAt, ref bytes),
        _ => throw new InvalidDataException($"Entries of kind {kind} have no payload."),
    };

    /// <summary>The entry of canonical bytes. Throws <see cref="InvalidDataException"/> on foreign ones.</summary>
    public static LedgerEntry ReadCanonical(ReadOnlySpan<byte> canonical)
    {
        var bytes = new ByteReader(canonical);
        if (bytes.Byte() != Format)
            throw ByteReader.Foreign();
        var kind = (EntryKind)bytes.Byte();
        var version = bytes.Int64();
        var recordedAt = FieldCodec.ReadInstant(ref bytes);
        var entry = kind == EntryKind.Usage ? ReadUsage(version, recordedAt, ref bytes) : ReadContent(kind, version, recordedAt, ref bytes);
        bytes.End();
        return entry;
    }

    /// <summary>No fewer bytes than the canonical form takes.</summary>
    internal static int CanonicalLengthMax(LedgerEntry entry) => FixedLengthMax + (entry switch
    {
        UsageEntry { Event: var e } => TextLengthMax(e.EventId) + TextLengthMax(e.CompanyId) + TextLengthMax(e.CostKey)
            + TextLengthMax(e.AgentFocus) + TextLengthMax(e.InterviewId),
        PriceOverrideEntry { Rule: var rule } => TextLengthMax(rule.AgentFocus),
        PlanAssignmentEntry assignment => TextLengthMax(assignment.PlanId),
        TransactionEntry { Transaction: var transaction } => TransactionCodec.LengthMax(transaction),
        MonthCloseEntry close => LengthMax(close.Transactions),
        CorrectionEntry correction => CorrectionCodec.LengthMax(correction),
        _ => 0,
    });

    /// <summary>See <see cref="WriteCanonical(LedgerEntry, IBufferWriter{byte})"/>.</summary>
    internal static void WriteCanonical(LedgerEntry entry, ref ByteWriter bytes)
    {
        bytes.Byte(Format);
        bytes.Byte((byte)entry.Kind);
        bytes.Int64(entry.Version);
        bytes.Int64(entry.RecordedAt.Ticks);
        WriteContent(entry, ref bytes);
    }

    private static void WriteContent(LedgerEntry entry, ref ByteWriter bytes)
    {
        switch (entry)
        {
            case UsageEntry usage:
                WriteUsage(usage, ref bytes);
                break;
            case SwitchEntry change:
                bytes.Int64(change.At.Ticks);
                bytes.Byte((byte)change.System);
                break;
            case ClosingEntry closing:
                bytes.Flag(closing.ClosedAt is not null);
                if (closing.ClosedAt is { } closedAt)
                    bytes.Int64(closedAt.Ticks);
                break;
            case PriceOverrideEntry { Rule: var rule }:
                FieldCodec.WriteRule(rule, ref bytes);
                break;
            case PlanAssignmentEntry assignment:
                bytes.Text(assignment.PlanId);
                bytes.Int64(assignment.Since.Ticks);
                break;
            case TransactionEntry transaction:
                TransactionCodec.Write(transaction.Transaction, ref bytes);
                bytes.Flag(transaction.AdjustedMonth is not null);
                if (transaction.AdjustedMonth is { } month)
                    bytes.Int32(month);
                break;
            case MonthCloseEntry close:
                bytes.Int32(close.Through.Number);
                bytes.Varint((ulong)close.Transactions.Length);
                foreach (var transaction in close.Transactions)
                    TransactionCodec.Write(transaction, ref bytes);
                break;
            case CorrectionEntry correction:
                CorrectionCodec.Write(correction, ref bytes);
                break;
            default:
                throw new NotSupportedException($"No format for entries of type {entry.GetType().Name}.");
        }
    }

    private static int LengthMax(ImmutableArray<BillingTransaction> transactions)
    {
        var length = 0;
        foreach (var transaction in transactions)
            length = checked(length + TransactionCodec.LengthMax(transaction));
        return length;
    }

    private static ImmutableArray<BillingTransaction> ReadTransactions(ref ByteReader bytes)
    {
        var transactions = new BillingTransaction[bytes.Count()];
        for (var i = 0; i < transactions.Length; i++)
            transactions[i] = TransactionCodec.Read(ref bytes);
        return [.. transactions];
    }

    private static void WriteUsage(UsageEntry entry, ref ByteWriter bytes)
    {
        var report = entry.Event;
        bytes.Text(report.EventId);
        bytes.Text(report.CompanyId);
        bytes.Int64(report.OccurredAt.Ticks);
        bytes.Flag(report.OccurredAtAssumed);
        bytes.Int64(report.DurationMs);
        bytes.Text(report.CostKey);
        bytes.OptionalText(report.AgentFocus);
        bytes.OptionalText(report.InterviewId);
        bytes.Byte((byte)(report.Direction ?? 0));
        bytes.Byte((byte)(report.Resolution ?? 0));
        bytes.Flag(report.IsTest);
        bytes.Byte((byte)entry.System);
        bytes.Int64(entry.Quantity);
        bytes.Flag(entry.CountsAsInterview);
        FieldCodec.WriteRuleRef(entry.Rule, ref bytes);
    }

    private static UsageEntry ReadUsage(long version, Instant recordedAt, ref ByteReader bytes) => new()
    {
        Version = version,
        RecordedAt = recordedAt,
        Event = new UsageEvent
        {
            EventId = bytes.Text(),
            CompanyId = bytes.Text(),
            OccurredAt = FieldCodec.ReadInstant(ref bytes),
            OccurredAtAssumed = bytes.Flag(),
            DurationMs = bytes.Int64(),
            CostKey = bytes.Text(),
            AgentFocus = bytes.OptionalText(),
            InterviewId = bytes.OptionalText(),
            Direction = FieldCodec.ReadDirection(ref bytes),
            Resolution = FieldCodec.ReadResolution(ref bytes),
            IsTest = bytes.Flag(),
        },
        System = FieldCodec.ReadSystem(ref bytes),
        Quantity = bytes.Int64(),
        CountsAsInterview = bytes.Flag(),
        Rule = FieldCodec.ReadRuleRef(ref bytes),
    };

    internal static int TextLengthMax(string? text) =>
        text is null ? 0 : checked(ByteWriter.TextOverhead + (text.Length * ByteWriter.BytesPerCharMax));
}
