namespace UsageCluster.Actors.Control;

/// <summary>Bounds of a node's cache over the control plane.</summary>
public sealed record ControlPlaneOptions
{
    /// <summary>Whether other nodes may write to the same store, so that cached rows need a recent look at its changes.</summary>
    public bool SharedStore { get; init; }

    /// <summary>How old the last look at the store's changes may be on a shared store, before an answer waits for a new one (domain rule 13).</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a look at the store's changes may take, 100 ms to 1 min, before whoever waits for it is told that the store is unavailable: a connection
    /// that hangs would hold them for as long as it does.
    /// </summary>
    public TimeSpan SyncTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Keys kept.</summary>
    public int KeysMax { get; init; } = 100_000;

    /// <summary>Companies kept.</summary>
    public int CompaniesMax { get; init; } = 200_000;

    /// <summary>ATSs kept, each with all its members.</summary>
    public int AtsMax { get; init; } = 2_000;

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> on a bound that makes no sense.</summary>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StaleAfter, TimeSpan.Zero, nameof(StaleAfter));
        ArgumentOutOfRangeException.ThrowIfLessThan(SyncTimeout, TimeSpan.FromMilliseconds(100), nameof(SyncTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SyncTimeout, TimeSpan.FromMinutes(1), nameof(SyncTimeout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(KeysMax, nameof(KeysMax));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(CompaniesMax, nameof(CompaniesMax));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(AtsMax, nameof(AtsMax));
    }
}
