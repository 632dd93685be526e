namespace UsageCluster.Core.Reports;

/// <summary>A sum of 64-bit quantities in 128 bits, so that only the result, in no order of adding, can overflow.</summary>
internal struct Total
{
    private Int128 _sum;
    private bool _any;

    /// <summary>The sum; null if nothing was added. Throws <see cref="OverflowException"/> beyond 64 bits.</summary>
    public readonly long? Value => _any ? checked((long)_sum) : null;

    /// <summary>Adds a quantity.</summary>
    public void Add(long quantity)
    {
        _sum += quantity;
        _any = true;
    }

    /// <summary>Adds what was added to another.</summary>
    public void Add(Total other)
    {
        _sum += other._sum;
        _any |= other._any;
    }
}
