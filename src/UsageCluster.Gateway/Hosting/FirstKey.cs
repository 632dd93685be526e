using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Hosting;

/// <summary>The admin key that the first start makes.</summary>
public static class FirstKey
{
    /// <summary>The key's text, to be shown once; null: the store has keys. Throws <see cref="StartException"/> when the store is gone.</summary>
    public static async Task<string?> MakeIfNoneAsync(ControlPlane control, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await MakeAsync(control, time, cancellationToken);
        }
        catch (LedgerUnavailableException failure)
        {
            throw StartException.Refused(
                $"The first admin key could not be made, since the ledger cannot be used: {(failure.InnerException ?? failure).Message}", failure);
        }
    }

    private static async Task<string?> MakeAsync(ControlPlane control, TimeProvider time, CancellationToken cancellationToken)
    {
        var keys = await control.Store.ListKeysAsync(new PageRequest(1, 1), cancellationToken);
        if (keys.TotalCount > 0)
            return null;
        var maker = new KeyMaker(control.Store, Instant.From(time.GetUtcNow()));
        // Another node that starts at the same time may have been first.
        var text = await maker.MakeFirstAsync("first admin", cancellationToken);
        await control.SyncAsync(cancellationToken);
        return text;
    }
}
