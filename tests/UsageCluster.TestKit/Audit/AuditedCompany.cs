using UsageCluster.Core.Ledger;

namespace UsageCluster.TestKit.Audit;

/// <summary>All that the ledger holds of a company.</summary>
/// <param name="CompanyId">The company.</param>
/// <param name="HeadVersion">The version that its head names.</param>
/// <param name="HeadHash">The hash that its head names.</param>
/// <param name="Entries">Its entries up to the head, in the order of the store.</param>
public sealed record AuditedCompany(string CompanyId, long HeadVersion, byte[] HeadHash, IReadOnlyList<ChainedEntry> Entries)
{
    /// <summary>The booked events.</summary>
    public IEnumerable<UsageEntry> Events => Entries.Select(e => e.Entry).OfType<UsageEntry>();
}
