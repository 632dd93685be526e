using System.Runtime.InteropServices;
using UsageCluster.Core.Billing;

namespace UsageCluster.Core.Reports;

/// <summary>Adds up the buckets of many reports by cost key.</summary>
internal sealed class BucketMerge
{
    private readonly List<Sums> _sums = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Adds the buckets of one report.</summary>
    public void Add(SystemReport system)
    {
        var onMinutes = system.System == BillingSystem.Minutes;
        var buckets = system.Buckets;

        // Companies use the same cost keys in the same order as a rule: the next place is tried before the hash.
        var place = 0;
        for (var i = 0; i < buckets.Count; i++)
        {
            var bucket = buckets[i];
            if (place >= _sums.Count || _sums[place].CostKey != bucket.CostKey)
                place = PlaceOf(bucket.CostKey);
            ref var sums = ref CollectionsMarshal.AsSpan(_sums)[place];
            sums.Events = checked(sums.Events + bucket.Events);
            (onMinutes ? ref sums.Minutes : ref sums.Credits).Add(bucket.Quantity);
            place++;
        }
    }

    /// <summary>Adds the sums of another.</summary>
    public void Add(BucketMerge other)
    {
        foreach (ref readonly var more in CollectionsMarshal.AsSpan(other._sums))
        {
            var place = PlaceOf(more.CostKey);
            ref var sums = ref CollectionsMarshal.AsSpan(_sums)[place];
            sums.Events = checked(sums.Events + more.Events);
            sums.Minutes.Add(more.Minutes);
            sums.Credits.Add(more.Credits);
        }
    }

    /// <summary>The sums by cost key (ordinal).</summary>
    public MergedBucket[] ToSorted()
    {
        var merged = new MergedBucket[_sums.Count];
        for (var i = 0; i < merged.Length; i++)
            merged[i] = new MergedBucket(_sums[i].CostKey, _sums[i].Events, _sums[i].Minutes.Value, _sums[i].Credits.Value);
        merged.AsSpan().Sort(static (a, b) => string.CompareOrdinal(a.CostKey, b.CostKey));
        return merged;
    }

    private int PlaceOf(string costKey)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, costKey, out var exists);
        if (!exists)
        {
            place = _sums.Count;
            _sums.Add(new Sums { CostKey = costKey });
        }

        return place;
    }

    private struct Sums
    {
        public required string CostKey;
        public long Events;
        public Total Minutes;
        public Total Credits;
    }
}
