using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.History;

/// <summary>What a minute costs by the rule of monthly rows.</summary>
internal interface IUsagePrices
{
    /// <summary>Millionths of a unit of money for a minute on a line at an instant; 0: no price.</summary>
    long MicroPerMinute(string companyId, in LineKey line, Instant at);
}
