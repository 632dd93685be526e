using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Monthly;

/// <summary>The prices as they are now, made once for each rate book.</summary>
internal sealed class CurrentPrices(ControlPlane control)
{
    private MonthlyPrices? _prices;

    /// <summary>The prices; newer ones where some at hand are given, which do not know all that they are to price.</summary>
    public async ValueTask<MonthlyPrices> ReadAsync(MonthlyPrices? tooOld, CancellationToken cancellationToken)
    {
        var book = await control.RatesAsync(tooOld?.Book.Revision, cancellationToken);
        var prices = Volatile.Read(ref _prices);
        if (!ReferenceEquals(prices?.Book, book))
            Volatile.Write(ref _prices, prices = new MonthlyPrices(book));
        return prices!;
    }
}
