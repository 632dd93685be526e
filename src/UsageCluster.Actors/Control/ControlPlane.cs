using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Control;

/// <summary>
/// A node's cache over the control plane's rows. A positive answer is at most one second old, and never older than a change made
/// through this node; a negative one is confirmed in the store (domain rule 13). Safe for concurrent use.
/// </summary>
public sealed class ControlPlane(IControlStore store) : IRates
{
    /// <summary>The rows behind the cache. After a write through it, await <see cref="SyncAsync"/> before answering.</summary>
    public IControlStore Store { get; } = store;

    /// <summary>A key, revoked ones included; null: none. Completes synchronously, without allocation, when cached.</summary>
    public ValueTask<KeyRow?> FindKeyAsync(string keyId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A company; null: none. Completes synchronously when cached.</summary>
    public ValueTask<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>An ATS, its members ordered by company name (ordinal), then id; null: none. Completes synchronously when cached.</summary>
    public ValueTask<AtsRow?> FindAtsAsync(string atsId, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>General rules and catalogue; <paramref name="newerThan"/> (a revision found stale) forces a reload.</summary>
    public ValueTask<RateBook> RatesAsync(long? newerThan, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Forgets what changed in the store. The host calls it several times a second where other nodes may write.</summary>
    public Task SyncAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
