using System.Security.Cryptography;
using UsageCluster.Core.Formats;

namespace UsageCluster.Core.Ledger;

/// <summary>The hashes that make a company's ledger tamper-evident. The format is stored: never change it, add a version.</summary>
public static class HashChain
{
    private const int StackBytesMax = 1024;

    // The terminator keeps the label apart from the company id.
    private static ReadOnlySpan<byte> Label => "UsageCluster ledger 1\0"u8;

    /// <summary>The hash before the first entry: SHA-256 over a fixed label and the company id.</summary>
    public static byte[] Genesis(string companyId) => SHA256.HashData([.. Label, .. ByteWriter.StrictUtf8.GetBytes(companyId)]);

    /// <summary>The hash of an entry: SHA-256 over the previous hash and the entry's canonical bytes (see <see cref="EntryCodec"/>).</summary>
    public static byte[] Next(ReadOnlySpan<byte> previousHash, LedgerEntry entry)
    {
        if (previousHash.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException($"A hash has {SHA256.HashSizeInBytes} bytes.", nameof(previousHash));
        var size = previousHash.Length + EntryCodec.CanonicalLengthMax(entry);
        var buffer = size <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[size];
        var writer = new ByteWriter(buffer);
        writer.Raw(previousHash);
        EntryCodec.WriteCanonical(entry, ref writer);
        return SHA256.HashData(buffer[..writer.Written]);
    }
}
