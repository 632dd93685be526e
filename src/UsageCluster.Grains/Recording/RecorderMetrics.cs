using System.Diagnostics.Metrics;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Recording;

/// <summary>What a recorder measures.</summary>
public sealed class RecorderMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "UsageCluster.Recorder";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _retried;
    private readonly UpDownCounter<long> _buffered;
    private readonly Histogram<double> _latency;

    /// <summary>The instruments of one recorder.</summary>
    public RecorderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>("usage.recorder.accepted", "{event}", "Events booked, each acknowledged to its caller.");
        _duplicates = meter.CreateCounter<long>("usage.recorder.duplicates", "{event}", "Events that another report had booked before.");
        _rejected = meter.CreateCounter<long>("usage.recorder.rejected", "{event}", "Events that cannot be booked.");
        _failed = meter.CreateCounter<long>("usage.recorder.failed", "{event}", "Events given up, at a stop, at the end of their time or for an unexpected failure.");
        _retried = meter.CreateCounter<long>("usage.recorder.retries", "{event}", "Events sent again.");
        _buffered = meter.CreateUpDownCounter<long>("usage.recorder.buffered", "{event}", "Events that wait or are on their way.");
        _latency = meter.CreateHistogram<double>("usage.recorder.latency", "s", "From the caller's call, waiting for room included, to the outcome.");
    }

    internal void Decided(RecordStatus status, TimeSpan latency)
    {
        (status switch
        {
            RecordStatus.Accepted => _accepted,
            RecordStatus.Duplicate => _duplicates,
            _ => _rejected,
        }).Add(1);
        _latency.Record(latency.TotalSeconds);
    }

    internal void Failed() => _failed.Add(1);

    internal void Retried(int events) => _retried.Add(events);

    internal void Buffered(int change) => _buffered.Add(change);
}
