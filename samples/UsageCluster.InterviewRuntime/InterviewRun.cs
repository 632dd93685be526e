using System.Collections.Concurrent;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Events;
using UsageCluster.Grains.Recording;

namespace UsageCluster.InterviewRuntime;

/// <summary>Interviews at a steady rate, each recorded when it ends. Silos that go and come change nothing but how long it takes.</summary>
internal sealed class InterviewRun(IUsageRecorder recorder, RuntimeSettings settings, TimeProvider time) : IDisposable
{
    // Interviews whose recording is not done yet; beyond it the next ones wait. Above the recorder's own buffer.
    private const int OpenMax = 20_000;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly InterviewSource _interviews = new(settings.Seed, settings.CompanyIds, time);
    private readonly SemaphoreSlim _open = new(OpenMax);
    private readonly LatencyTable _latencies = new();
    private readonly ConcurrentQueue<string> _rejected = new();
    private readonly ConcurrentQueue<string> _unacknowledged = new();
    private long _interviewsEnded;
    private long _acknowledged;

    /// <summary>Runs for the time set, or until it is stopped, then waits for what is open.</summary>
    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        using var acknowledged = new AcknowledgedFile(settings.AcknowledgedFile);
        using var drainOver = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await HoldInterviewsAsync(acknowledged, drainOver.Token, stop);

        drainOver.CancelAfter(settings.DrainTimeout);
        for (var i = 0; i < OpenMax; i++)
            await _open.WaitAsync(CancellationToken.None);
        return new RunResult(_interviewsEnded, _acknowledged, _rejected, _unacknowledged, _latencies);
    }

    public void Dispose() => _open.Dispose();

    private async Task HoldInterviewsAsync(AcknowledgedFile acknowledged, CancellationToken drainOver, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Beat, time);
        var startedAt = time.GetTimestamp();
        try
        {
            while (await beat.WaitForNextTickAsync(stop))
            {
                var elapsed = time.GetElapsedTime(startedAt);
                var due = Math.Min(elapsed.Ticks, settings.Duration.Ticks) * settings.Rate / TimeSpan.TicksPerSecond;
                for (; _interviewsEnded < due; _interviewsEnded++)
                {
                    await _open.WaitAsync(stop);
                    _ = RecordAsync(_interviews.Next(), acknowledged, drainOver);
                }

                if (elapsed >= settings.Duration)
                    return;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped: waiting for what is on its way.");
        }
    }

    private async Task RecordAsync(UsageEvent report, AcknowledgedFile acknowledged, CancellationToken drainOver)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            var outcome = await recorder.RecordAsync(report, drainOver);
            if (outcome.Status == RecordStatus.Rejected)
            {
                _rejected.Enqueue($"{report.EventId} of {report.CompanyId}: {outcome.Code} {outcome.Field}");
                return;
            }

            acknowledged.Add(report.EventId);
            Interlocked.Increment(ref _acknowledged);
            _latencies.Add(time.GetElapsedTime(startedAt));
        }
#pragma warning disable CA1031 // It is listed; the run goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _unacknowledged.Enqueue($"{report.EventId} of {report.CompanyId}: {failure.Message}");
        }
        finally
        {
            _open.Release();
        }
    }
}
