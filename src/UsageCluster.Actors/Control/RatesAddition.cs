using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Actors.Control;

/// <summary>A general price rule or a version of a cost key or plan to add; exactly one of them.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="CostKey">The cost key's new version.</param>
/// <param name="Created">Whether the focus, cost key or plan is new.</param>
/// <param name="Audit">The audit record.</param>
public sealed record RatesAddition(PriceRule? Rule, CostKeyDefinition? CostKey, bool Created, AuditRecord Audit)
{
    /// <summary>The addition of a plan's version.</summary>
    public RatesAddition(PlanVersion plan, bool created, AuditRecord audit)
        : this(null, null, created, audit) => Plan = plan;

    /// <summary>The plan's new version.</summary>
    public PlanVersion? Plan { get; }

    /// <summary>Throws <see cref="ArgumentException"/> unless there is exactly one thing to add.</summary>
    public void Check()
    {
        if ((Rule is null ? 0 : 1) + (CostKey is null ? 0 : 1) + (Plan is null ? 0 : 1) != 1)
            throw new ArgumentException("An addition is one rule, cost key or plan.");
    }
}
