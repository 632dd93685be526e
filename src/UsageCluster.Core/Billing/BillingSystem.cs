namespace UsageCluster.Core.Billing;

/// <summary>The unit in which a company's uses are booked. The numbers are stored: never change one.</summary>
public enum BillingSystem
{
    /// <summary>Whole milliseconds, shown as minutes (domain rule 2).</summary>
    Minutes = 1,

    /// <summary>Whole millionths of a credit (domain rule 3).</summary>
    Credits = 2,
}
