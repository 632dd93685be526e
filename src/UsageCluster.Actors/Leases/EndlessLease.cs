namespace UsageCluster.Actors.Leases;

/// <summary>The lease over a store that one process holds to the exclusion of all others: it ends with the process.</summary>
public sealed class EndlessLease : INodeLease
{
    /// <inheritdoc />
    public LeaseTerm Current { get; } = LeaseTerm.Endless();
}
