using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Recording;

namespace UsageCluster.Grains.Tests.Support;

/// <summary>A recorder over companies of the test's, on virtual time, without jitter.</summary>
internal sealed class TestRecorder : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecorderCore _core;

    /// <param name="calls">The companies.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="attemptTimeout">Infinite unless a test is about it: each attempt would hold a timer.</param>
    public TestRecorder(ICompanyCalls calls, UsageRecorderOptions? options = null, TimeSpan? attemptTimeout = null)
    {
        options ??= new();
        options.AttemptTimeout = attemptTimeout ?? Timeout.InfiniteTimeSpan;
        Meters = _services.GetRequiredService<IMeterFactory>();
        _core = new RecorderCore(calls, options, Time, new RecorderMetrics(Meters), NullLogger.Instance, static () => 1.0);
        Recorder = new UsageRecorder(_core);
    }

    public VirtualTime Time { get; } = new();

    public IMeterFactory Meters { get; }

    public UsageRecorder Recorder { get; }

    public int Buffered => _core.Buffered;

    public static UsageEvent Event(string eventId, string companyId = "acme") => new()
    {
        EventId = eventId,
        CompanyId = companyId,
        OccurredAt = Instant.Earliest,
        DurationMs = 60_000,
    };

    public Task<RecordOutcome> Record(string eventId, string companyId = "acme", CancellationToken cancellationToken = default) =>
        Recorder.RecordAsync(Event(eventId, companyId), cancellationToken).AsTask();

    public async Task<RecordOutcome> RecordNow(string eventId, string companyId = "acme") => await Record(eventId, companyId).WaitAsync(Deadline.Span);

    public Task Stop() => Recorder.StopAsync(CancellationToken.None).WaitAsync(Deadline.Span);

    public void Dispose()
    {
        _core.Dispose();
        _services.Dispose();
    }
}
