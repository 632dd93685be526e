using System.Diagnostics.Metrics;
using UsageCluster.Grains.Recording;

namespace UsageCluster.InterviewRuntime;

/// <summary>Counts the events that the recorder sent again.</summary>
internal sealed class RetryCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _events;

    public RetryCount()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RecorderMetrics.MeterName && instrument.Name == "usage.recorder.retries")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, events, _, _) => Interlocked.Add(ref _events, events));
        _listener.Start();
    }

    public long Events => Volatile.Read(ref _events);

    public void Dispose() => _listener.Dispose();
}
