using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Has the code of a first request compiled and its connections opened before the host is ready: calculations on made-up data while the host starts,
/// then questions to the store that change nothing. What fails or takes too long is left to the first request.
/// </summary>
internal sealed class WarmUp(UsageRehearsal usage, StoreRehearsal store, HostTimes times, TimeProvider time, ILogger<WarmUp> logger)
    : IHostedLifecycleService
{
    private Task _calculations = Task.CompletedTask;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Beside what the host does until it listens, most of which is waiting.
        _calculations = Task.Run(usage.RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(times.WarmUpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var questions = Task.Run(() => store.RunAsync(either.Token), CancellationToken.None);
        try
        {
            // A store that hangs may be as slow to end its call.
            await Task.WhenAll(_calculations, questions).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            LogMessages.NotWarmInTime(logger, (long)times.WarmUpTimeout.TotalMilliseconds);
        }
#pragma warning disable CA1031 // Nothing depends on it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogMessages.NotWarm(logger, failure);
        }
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
