namespace UsageCluster.Cli.Auditing;

/// <summary>Where an audit's findings go, each as it is made.</summary>
internal interface IAuditReport
{
    /// <summary>Something is off.</summary>
    Task AddAsync(Finding finding);

    /// <summary>The last call.</summary>
    Task EndAsync(AuditTotals totals);
}
