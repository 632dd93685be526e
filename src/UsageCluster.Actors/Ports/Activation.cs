namespace UsageCluster.Actors.Ports;

/// <summary>A company's head as it stands once an epoch has been taken.</summary>
/// <param name="CompanyNo">The store's number for the company.</param>
/// <param name="Epoch">The epoch taken.</param>
/// <param name="Version">The version of the last entry; 0 if there is none.</param>
/// <param name="Hash">The hash of the last entry, or the genesis hash.</param>
/// <param name="AckWait">
/// How long its first acknowledgement must wait at most, from now on, since an older owner may still answer without what it acknowledges; zero: not
/// at all. See <see cref="ILedger.AckWaitsAsync"/>.
/// </param>
public sealed record Activation(int CompanyNo, long Epoch, long Version, byte[] Hash, TimeSpan AckWait = default);
