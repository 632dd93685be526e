using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.History;

/// <summary>No minute has a price.</summary>
internal sealed class NoPrices : IUsagePrices
{
    public long MicroPerMinute(string companyId, in LineKey line, Instant at) => 0;
}
