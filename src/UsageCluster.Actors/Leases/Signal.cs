namespace UsageCluster.Actors.Leases;

/// <summary>Something that happens once, on any thread.</summary>
#pragma warning disable CA1001 // Its source has neither timer nor wait handle: there is nothing to dispose.
internal sealed class Signal
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();

    public bool IsSet => _source.IsCancellationRequested;

    /// <summary>Cancelled once it is set; callbacks run on the thread that sets it.</summary>
    public CancellationToken Token => _source.Token;

    public void Set() => _source.Cancel();
}
