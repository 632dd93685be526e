namespace UsageCluster.Core.Reports;

/// <summary>By what, besides the billing system, lines are told apart in figures; the others are added up. The numbers are on the wire: never change one.</summary>
[Flags]
public enum LineGroups
{
    /// <summary>By nothing.</summary>
    None = 0,

    /// <summary>By cost key.</summary>
    CostKey = 1,

    /// <summary>By agent focus.</summary>
    AgentFocus = 2,

    /// <summary>By direction and resolution.</summary>
    Interaction = 4,

    /// <summary>Every line by itself.</summary>
    All = CostKey | AgentFocus | Interaction,

    /// <summary>By the plan that the company was on when a use occurred: uses of one line may differ in it.</summary>
    Plan = 8,
}
