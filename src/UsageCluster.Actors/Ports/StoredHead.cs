namespace UsageCluster.Actors.Ports;

/// <summary>Where a company's ledger ends, by its head row.</summary>
/// <param name="Version">The version of the last entry; 0: there is none.</param>
/// <param name="Hash">The hash of that entry; of none, the genesis hash.</param>
public sealed record StoredHead(long Version, byte[] Hash);
