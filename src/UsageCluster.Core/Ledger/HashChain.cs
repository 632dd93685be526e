namespace UsageCluster.Core.Ledger;

/// <summary>The hashes that make a company's ledger tamper-evident. The format is stored: never change it, add a version.</summary>
public static class HashChain
{
    /// <summary>The hash before the first entry: SHA-256 over a fixed label and the company id.</summary>
    public static byte[] Genesis(string companyId) => throw new NotSupportedException();

    /// <summary>The hash of an entry: SHA-256(previous ‖ <see cref="EntryCodec.WriteCanonical"/>).</summary>
    public static byte[] Next(ReadOnlySpan<byte> previousHash, LedgerEntry entry) => throw new NotSupportedException();
}
