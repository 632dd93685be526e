using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Tests.Support;

/// <summary>A cache of the ledger's rates at its worst: it hears of a change only when it is asked for a newer revision.</summary>
internal sealed class CachedRates(InMemoryLedger ledger) : IRates
{
    private RateBook _cached = ledger.Rates;

    /// <summary>How often it was made to load again.</summary>
    public int Reloads { get; private set; }

    public async ValueTask<RateBook> RatesAsync(long? newerThan, CancellationToken cancellationToken)
    {
        if (newerThan is null || _cached.Revision > newerThan)
            return _cached;
        Reloads++;
        await Task.Yield();
        return _cached = ledger.Rates;
    }
}
