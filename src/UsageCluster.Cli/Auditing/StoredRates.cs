using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Cli.Auditing;

/// <summary>Price rules and plans, read when they are first asked for and again when an entry knows more than they do.</summary>
internal sealed class StoredRates(ILedgerRows rows)
{
    private RateBook? _rates;

    /// <summary>What <paramref name="isFaulty"/> says of the rates; null: nothing. Rates that it finds fault with are read anew, and asked again.</summary>
    public async ValueTask<string?> FaultOfAsync(Func<RateBook, string?> isFaulty, CancellationToken cancellationToken)
    {
        if (_rates is not null && isFaulty(_rates) is null)
            return null;
        _rates = await rows.RatesAsync(cancellationToken);
        return isFaulty(_rates);
    }
}
