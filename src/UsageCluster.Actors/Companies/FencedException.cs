namespace UsageCluster.Actors.Companies;

/// <summary>The ledger's head is not where this activation left it: another one has taken over.</summary>
internal sealed class FencedException : Exception
{
    public FencedException() : base("Another activation of the company has taken over.")
    {
    }
}
