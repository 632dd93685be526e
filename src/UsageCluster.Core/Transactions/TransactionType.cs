namespace UsageCluster.Core.Transactions;

/// <summary>What a transaction is. The numbers are stored: never change one.</summary>
public enum TransactionType
{
    /// <summary>Credits or money that the company paid in.</summary>
    TopUp = 1,

    /// <summary>Credits or money that the company was given.</summary>
    Grant = 2,

    /// <summary>A month's plan fee; made by month close.</summary>
    PlanFee = 3,

    /// <summary>The price of what a month used beyond its allowance; made by month close.</summary>
    Overage = 4,

    /// <summary>The credits used on one UTC day; derived from the ledger's uses.</summary>
    CreditUsage = 5,

    /// <summary>A correction: an administrator's, or what a closed month changed by.</summary>
    Adjustment = 6,

    /// <summary>Credits or money that were given back.</summary>
    Refund = 7,

    /// <summary>Credits or money that ran out of time.</summary>
    Expiry = 8,
}
