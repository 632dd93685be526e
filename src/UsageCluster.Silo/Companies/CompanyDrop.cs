using UsageCluster.Silo.Client;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Companies;

/// <summary>What happens when the node's lease has ended: nothing that was known under it may be shown any more.</summary>
internal sealed class CompanyDrop(CompanyRegistry registry, RemoteReports remote, SiloMetrics metrics, ILogger<CompanyDrop> logger)
{
    /// <summary>Forgets every company and has each activation end; does not throw.</summary>
    public void DropAll()
    {
        remote.Clear();
        var dropped = registry.DropAll(
            "The node's lease has ended.", (companyId, failure) => LogMessages.CompanyNotDropped(logger, companyId, failure));
        if (dropped == 0)
            return;
        metrics.Dropped.Add(dropped);
        LogMessages.CompaniesDropped(logger, dropped);
    }
}
