using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Control;

/// <summary>A general price rule or a version of a cost key to add; exactly one of both.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="CostKey">The cost key's new version.</param>
/// <param name="Created">Whether the focus or cost key is new.</param>
/// <param name="Audit">The audit record.</param>
public sealed record RatesAddition(PriceRule? Rule, CostKeyDefinition? CostKey, bool Created, AuditRecord Audit);
