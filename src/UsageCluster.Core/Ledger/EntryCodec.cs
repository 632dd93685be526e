using System.Buffers;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Ledger;

/// <summary>Versioned bytes of ledger entries.</summary>
public static class EntryCodec
{
    /// <summary>Writes all of an entry, of whatever kind, as the bytes that its hash covers.</summary>
    public static void WriteCanonical(LedgerEntry entry, IBufferWriter<byte> writer) => throw new NotSupportedException();

    /// <summary>What a store keeps of an entry that is not a <see cref="UsageEntry"/>, besides kind, version and recorded-at.</summary>
    public static byte[] EncodePayload(LedgerEntry entry) => throw new NotSupportedException();

    /// <summary>The entry that <see cref="EncodePayload"/> was given. Throws <see cref="InvalidDataException"/> on foreign bytes.</summary>
    public static LedgerEntry DecodePayload(EntryKind kind, long version, Instant recordedAt, ReadOnlySpan<byte> payload) =>
        throw new NotSupportedException();
}
