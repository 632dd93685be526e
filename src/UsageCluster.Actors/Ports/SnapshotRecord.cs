namespace UsageCluster.Actors.Ports;

/// <summary>Books as bytes at a version. Usable only if the ledger's entry at that version has this hash.</summary>
/// <param name="Version">The version of the last entry in the books.</param>
/// <param name="Hash">That entry's hash.</param>
/// <param name="Books">See <see cref="Core.Books.BooksSnapshot"/>.</param>
public sealed record SnapshotRecord(long Version, byte[] Hash, byte[] Books);
