using System.Buffers;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains.Wire;

/// <summary>Ledger entries on the wire: their canonical bytes, which are stored and so never change.</summary>
internal static class EntryBytes
{
    public static byte[] Of(LedgerEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        EntryCodec.WriteCanonical(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[][] Of(IEnumerable<LedgerEntry> entries) => [.. entries.Select(Of)];

    /// <summary>Throws <see cref="InvalidDataException"/> for an entry of another type or a later version.</summary>
    public static T[] Read<T>(byte[][]? bytes)
        where T : LedgerEntry => [.. (bytes ?? []).Select(Read<T>)];

    public static T Read<T>(byte[] bytes)
        where T : LedgerEntry => EntryCodec.ReadCanonical(bytes) as T ?? throw PackReader.Foreign();
}
