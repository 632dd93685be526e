using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;

namespace UsageCluster.Gateway.Series;

/// <summary>The figures of one group in every bucket.</summary>
/// <param name="buckets">How many buckets there are.</param>
internal sealed class SeriesGroup(int buckets)
{
    private readonly long[] _events = new long[buckets];
    private readonly long[] _interviews = new long[buckets];
    private Int128[]? _minutes;
    private Int128[]? _credits;

    /// <summary>Has every point carry a system's unit, 0 where nothing was used.</summary>
    public void Show(BillingSystem system)
    {
        if (system == BillingSystem.Minutes)
            _minutes ??= new Int128[buckets];
        else
            _credits ??= new Int128[buckets];
    }

    /// <summary>Adds figures to a bucket.</summary>
    public void Add(BillingSystem system, int bucket, LineSums sums)
    {
        Show(system);
        checked
        {
            _events[bucket] += sums.Events;
            _interviews[bucket] += sums.Interviews;
        }

        (system == BillingSystem.Minutes ? _minutes! : _credits!)[bucket] += sums.Quantity;
    }

    /// <summary>Events of a bucket.</summary>
    public long Events(int bucket) => _events[bucket];

    /// <summary>Interviews of a bucket.</summary>
    public long Interviews(int bucket) => _interviews[bucket];

    /// <summary>The quantity of a bucket in a system; null if the group does not show it.</summary>
    public long? Quantity(BillingSystem system, int bucket) =>
        (system == BillingSystem.Minutes ? _minutes : _credits) is { } quantities ? checked((long)quantities[bucket]) : null;
}
