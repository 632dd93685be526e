using System.Collections.Concurrent;
using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Companies;

/// <summary>
/// Lets a few companies at a time be activated, so that a lost silo's share does not flood the store; one whose activations broke waits longer
/// each time. Safe for concurrent use.
/// </summary>
internal sealed class ActivationGate(SiloBounds bounds, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(Valid(bounds).ActivationsInParallelMax);
    private readonly ConcurrentDictionary<string, Breaks> _broken = new(StringComparer.Ordinal);
    private int _waiting;

    public void Dispose() => _places.Dispose();

    /// <summary>Runs an activation when it is its turn. Throws <see cref="RetryableException"/> when too many wait.</summary>
    public async Task RunAsync(string companyId, Func<Task> activate, CancellationToken cancellationToken)
    {
        if (BackoffOf(companyId) is { } wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        if (Interlocked.Increment(ref _waiting) > bounds.ActivationsWaitingMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RetryableException(RetryableFailure.Overloaded, "Too many companies wait for their activation.");
        }

        try
        {
            await _places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            await activate();
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>An activation of the company broke: was fenced, or does not know what became of a write.</summary>
    public void NoteBroken(string companyId)
    {
        if (_broken.Count >= bounds.BrokenCompaniesMax)
            Forget();
        var now = time.GetTimestamp();
        _broken.AddOrUpdate(
            companyId,
            static (_, now) => new Breaks(1, now),
            (_, before, now) => time.GetElapsedTime(before.LastAt, now) < bounds.BackoffForgottenAfter ? new Breaks(before.Count + 1, now) : new Breaks(1, now),
            now);
    }

    /// <summary>How long the company's next activation waits from now on; null: not at all.</summary>
    internal TimeSpan? BackoffOf(string companyId)
    {
        if (!_broken.TryGetValue(companyId, out var breaks))
            return null;
        var passed = time.GetElapsedTime(breaks.LastAt);
        if (passed >= bounds.BackoffForgottenAfter)
        {
            _broken.TryRemove(KeyValuePair.Create(companyId, breaks));
            return null;
        }

        var doubled = bounds.BackoffMin * (1L << Math.Min(breaks.Count - 1, 20));
        return (doubled < bounds.BackoffMax ? doubled : bounds.BackoffMax) - passed;
    }

    private static SiloBounds Valid(SiloBounds bounds)
    {
        bounds.Validate();
        return bounds;
    }

    private void Forget()
    {
        foreach (var (companyId, breaks) in _broken)
        {
            if (time.GetElapsedTime(breaks.LastAt) >= bounds.BackoffMax)
                _broken.TryRemove(KeyValuePair.Create(companyId, breaks));
        }
    }

    private sealed record Breaks(int Count, long LastAt);
}
