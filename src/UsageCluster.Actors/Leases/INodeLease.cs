namespace UsageCluster.Actors.Leases;

/// <summary>
/// What a node may hold in memory and answer from. Every read, once it has arrived, asks for <see cref="Current"/> and whether it is held, and
/// then takes a view that was activated under that very term (<c>CompanyActor.ViewUnder</c>). Safe for concurrent use.
/// </summary>
public interface INodeLease
{
    /// <summary>The term that the node counts on, or the last one, which has ended; null: none was taken yet.</summary>
    LeaseTerm? Current { get; }
}
