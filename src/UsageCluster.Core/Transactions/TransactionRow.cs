namespace UsageCluster.Core.Transactions;

/// <summary>A transaction as a list shows it.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="BalanceAfterMicro">The balance of credits with it; null for money.</param>
public readonly record struct TransactionRow(BillingTransaction Transaction, long? BalanceAfterMicro);
