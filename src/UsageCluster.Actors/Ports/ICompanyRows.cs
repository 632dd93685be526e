using UsageCluster.Actors.Control;

namespace UsageCluster.Actors.Ports;

/// <summary>Companies as the control plane's store has them now, past every cache.</summary>
public interface ICompanyRows
{
    /// <summary>A company; null: none. Throws <see cref="LedgerUnavailableException"/> when the store cannot be reached.</summary>
    Task<CompanyRow?> FindCompanyAsync(string companyId, CancellationToken cancellationToken);
}
