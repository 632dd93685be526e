using UsageCluster.Core.Time;

namespace UsageCluster.Core.Transactions;

/// <summary>A closed month in one currency.</summary>
/// <param name="Month">The month.</param>
/// <param name="Currency">ISO 4217 code.</param>
public readonly record struct MonthPosting(CalendarMonth Month, string Currency);
