using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>A company's committed state at one version. Immutable and safe for concurrent readers.</summary>
public sealed class CompanyView
{
    /// <summary>The company.</summary>
    public string CompanyId => throw new NotSupportedException();

    /// <summary>The version of the last entry in the view.</summary>
    public long Version => throw new NotSupportedException();

    /// <summary>
    /// The figures of a range, O(log n) in the events of each bucket. The last report is kept with the window of starts and
    /// ends for which it holds, and returned again (the same object) for a range within it.
    /// </summary>
    public CompanyReport Report(TimeRange range) => throw new NotSupportedException();
}
