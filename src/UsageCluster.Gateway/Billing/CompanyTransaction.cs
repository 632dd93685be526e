using UsageCluster.Core.Transactions;

namespace UsageCluster.Gateway.Billing;

/// <summary>A transaction of one of several companies.</summary>
internal readonly record struct CompanyTransaction(string CompanyId, TransactionRow Row)
{
    /// <summary>Its place among those of all companies.</summary>
    public TransactionKey Key => new(Row.Transaction.CreatedAt, Row.Transaction.Id, CompanyId);
}
