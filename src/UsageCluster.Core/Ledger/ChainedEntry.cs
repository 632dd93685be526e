namespace UsageCluster.Core.Ledger;

/// <summary>An entry with the hash that chains it to all entries before it (see <see cref="HashChain"/>).</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Hash">32 bytes: SHA-256 over the previous entry's hash and this entry's canonical bytes.</param>
public readonly record struct ChainedEntry(LedgerEntry Entry, byte[] Hash);
