using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using UsageCluster.Actors.Companies;
using UsageCluster.Grains.Recording;
using UsageCluster.Grains.Tests.Support;

namespace UsageCluster.Grains.Tests.Recording;

public class MetricsTests
{
    [Fact]
    public async Task Outcomes_retries_the_buffer_and_latency_are_measured()
    {
        var companies = new HeldCalls();
        using var recorder = new TestRecorder(companies, new() { GiveUpAfter = TimeSpan.FromHours(1) });
        ConcurrentDictionary<string, long> sums = new();
        ConcurrentBag<double> latencies = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == RecorderMetrics.MeterName && instrument.Meter.Scope == recorder.Meters)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => latencies.Add(value));
        listener.Start();

        var head = recorder.Record("e0");
        var first = await companies.NextAsync();
        Task<RecordOutcome>[] recorded = [.. Enumerable.Range(1, 3).Select(i => recorder.Record($"e{i}"))];
        Assert.Equal(4, sums["usage.recorder.buffered"]);
        first.Accept();
        (await companies.NextAsync()).Fail(new TimeoutException());
        var wait = await recorder.Time.LeapAsync();
        (await companies.NextAsync()).Answer(RecordOutcome.Accepted, RecordOutcome.Rejected("company_closed"), RecordOutcome.Accepted);
        await Task.WhenAll(recorded).WaitAsync(Deadline.Span);
        var duplicate = recorder.Record("e0");
        (await companies.NextAsync()).Answer(RecordOutcome.Duplicate);
        await duplicate.WaitAsync(Deadline.Span);
        var late = recorder.Record("e9");
        var lateCall = await companies.NextAsync();
        recorder.Time.Advance(TimeSpan.FromHours(1));
        lateCall.Fail(new TimeoutException());
        await Assert.ThrowsAnyAsync<Exception>(() => late.WaitAsync(Deadline.Span));
        await recorder.Stop();
        await head;

        Assert.Equal(3, sums["usage.recorder.accepted"]);
        Assert.Equal(1, sums["usage.recorder.rejected"]);
        Assert.Equal(1, sums["usage.recorder.duplicates"]);
        Assert.Equal(1, sums["usage.recorder.failed"]);
        Assert.Equal(3, sums["usage.recorder.retries"]);
        Assert.Equal(0, sums["usage.recorder.buffered"]);
        Assert.Equal(5, latencies.Count);
        Assert.Equal(3, latencies.Count(l => l == wait.TotalSeconds));
    }
}
