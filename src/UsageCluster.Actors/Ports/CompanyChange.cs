using UsageCluster.Actors.Control;

namespace UsageCluster.Actors.Ports;

/// <summary>What an administrative change writes beside ledger entries, in the same transaction.</summary>
/// <param name="Company">The company's row as it shall be; null: unchanged.</param>
/// <param name="Audit">The audit record.</param>
public sealed record CompanyChange(CompanyRow? Company, AuditRecord Audit);
