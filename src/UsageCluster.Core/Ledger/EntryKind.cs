namespace UsageCluster.Core.Ledger;

/// <summary>The kinds of ledger entries. The numbers are stored: never change one.</summary>
public enum EntryKind
{
    /// <summary>A usage event, with its rating.</summary>
    Usage = 1,

    /// <summary>A switch of the billing system.</summary>
    Switch = 2,

    /// <summary>Closing or reopening of the company.</summary>
    Closing = 3,

    /// <summary>A price rule of this company's own.</summary>
    PriceOverride = 4,

    /// <summary>A correction of a usage event.</summary>
    Correction = 5,

    /// <summary>The assignment of a plan.</summary>
    PlanAssignment = 6,

    /// <summary>A transaction.</summary>
    Transaction = 7,

    /// <summary>Months were closed.</summary>
    MonthClose = 8,
}
