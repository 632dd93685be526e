namespace UsageCluster.Actors.Companies;

/// <summary>Something that waits in a company's queue.</summary>
internal abstract class PendingWork
{
    /// <summary>Fails its caller; without effect once it is completed.</summary>
    public abstract void Fail(Exception exception);
}
