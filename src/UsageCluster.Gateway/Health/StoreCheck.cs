using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Health;

/// <summary>
/// Whether the store answers. One question at a time, its answer given again for a while: whoever asks without a key
/// cannot make the store work.
/// </summary>
internal sealed class StoreCheck(ControlPlane control, TimeProvider time, GatewayOptions options, ILogger<StoreCheck> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Answer? _last;

    public void Dispose() => _one.Dispose();

    /// <summary>Whether the store answered, now or a moment ago.</summary>
    public async ValueTask<bool> ReachableAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
            return known.Reachable;
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } fresh)
                return fresh.Reachable;
            var reachable = await AskAsync(cancellationToken);
            _last = new Answer(reachable, time.GetTimestamp());
            return reachable;
        }
        finally
        {
            _one.Release();
        }
    }

    private Answer? Fresh() =>
        _last is { } last && time.GetElapsedTime(last.Timestamp) < TimeSpan.FromMilliseconds(options.ReadyCacheMs) ? last : null;

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.ReadyTimeoutMs), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            // A question that is given up goes back to the store too: those of a store that hangs must not pile up there.
            await control.Store.ChangesSinceAsync(-1, either.Token).WaitAsync(either.Token);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogMessages.StoreNotReachable(logger, failure);
            return false;
        }
    }

    private sealed record Answer(bool Reachable, long Timestamp);
}
