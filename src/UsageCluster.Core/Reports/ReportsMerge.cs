using UsageCluster.Core.Billing;

namespace UsageCluster.Core.Reports;

/// <summary>Adds up reports, and merges of others; the order does not matter.</summary>
public sealed class ReportsMerge
{
    private readonly BucketMerge _buckets = new();
    private Total _minutes;
    private Total _credits;
    private long _interviews;

    /// <summary>Adds a company's report.</summary>
    public void Add(CompanyReport report)
    {
        var systems = report.Systems;
        for (var i = 0; i < systems.Count; i++)
        {
            var system = systems[i];
            (system.System == BillingSystem.Minutes ? ref _minutes : ref _credits).Add(system.Quantity);
            _interviews = checked(_interviews + system.Interviews);
            _buckets.Add(system);
        }
    }

    /// <summary>Adds what another has added.</summary>
    public void Add(ReportsMerge other)
    {
        _minutes.Add(other._minutes);
        _credits.Add(other._credits);
        _interviews = checked(_interviews + other._interviews);
        _buckets.Add(other._buckets);
    }

    /// <summary>The merge of all that was added. Throws <see cref="OverflowException"/> beyond 64 bits.</summary>
    public MergedTotals ToTotals() => new(_minutes.Value, _credits.Value, _interviews, _buckets.ToSorted());
}
