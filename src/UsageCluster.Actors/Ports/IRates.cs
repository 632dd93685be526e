using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Ports;

/// <summary>What an actor rates events by.</summary>
public interface IRates
{
    /// <summary>
    /// General rules and catalogue. <paramref name="newerThan"/>, a revision that an append found stale, forces a reload.
    /// Completes synchronously when cached. Throws <see cref="LedgerUnavailableException"/>.
    /// </summary>
    ValueTask<RateBook> RatesAsync(long? newerThan, CancellationToken cancellationToken);
}
