namespace UsageCluster.Standalone.Engine;

/// <summary>What the directory asks of an actor, always on a turn of its mailbox but for <see cref="IsBroken"/>.</summary>
internal interface IActor
{
    /// <summary>Whether the actor refuses every call for ever and another activation must replace it.</summary>
    bool IsBroken { get; }

    Task ActivateAsync(CancellationToken cancellationToken);

    Task DeactivateAsync(CancellationToken cancellationToken);
}
