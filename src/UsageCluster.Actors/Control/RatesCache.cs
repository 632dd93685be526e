using System.Diagnostics.CodeAnalysis;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Control;

/// <summary>The rate book as last read. A read that began before a change was noticed is answered but not kept.</summary>
internal sealed class RatesCache(IControlStore store)
{
    private readonly Lock _gate = new();
    private long _generation;
    private volatile RateBook? _book;

    public bool TryGet(long? newerThan, [NotNullWhen(true)] out RateBook? book)
    {
        book = _book;
        return book is not null && !(book.Revision <= newerThan);
    }

    public async ValueTask<RateBook> ReadAsync(long? newerThan, CancellationToken cancellationToken)
    {
        if (TryGet(newerThan, out var cached))
            return cached;
        var generation = Volatile.Read(ref _generation);
        var book = await store.LoadRatesAsync(cancellationToken);
        lock (_gate)
        {
            if (generation == _generation && !(_book?.Revision > book.Revision))
                _book = book;
        }

        return book;
    }

    public void Forget()
    {
        lock (_gate)
        {
            _generation++;
            _book = null;
        }
    }
}
