using System.Diagnostics.Metrics;
using UsageCluster.Actors.Leases;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Hosting;

/// <summary>What a silo measures of itself.</summary>
internal sealed class SiloMetrics : IDisposable
{
    public const string MeterName = "UsageCluster.Silo";

    private readonly Meter _meter;

    public SiloMetrics(IMeterFactory meters, CompanyRegistry registry, INodeLease lease)
    {
        _meter = meters.Create(MeterName);
        _meter.CreateObservableUpDownCounter("usage.silo.companies", () => registry.Count, "{company}", "Companies that are active on the silo.");
        _meter.CreateObservableGauge(
            "usage.silo.lease_held", () => lease.Current is { IsHeld: true } ? 1 : 0, "{lease}", "1 while the silo's lease on the ledger is held.");
        Dropped = _meter.CreateCounter<long>("usage.silo.companies_dropped", "{company}", "Companies dropped because the silo's lease had ended.");
        SentHome = _meter.CreateCounter<long>("usage.silo.companies_sent_home", "{company}", "Companies sent to the silo that they belong to.");
    }

    /// <summary>Companies dropped with a lease.</summary>
    public Counter<long> Dropped { get; }

    /// <summary>Companies sent home.</summary>
    public Counter<long> SentHome { get; }

    public void Dispose() => _meter.Dispose();
}
