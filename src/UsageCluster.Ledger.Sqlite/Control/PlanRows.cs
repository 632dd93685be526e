using Microsoft.Data.Sqlite;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>Versions of plans as rows.</summary>
internal static class PlanRows
{
    public static PlanSet Load(Session session) => new(session.Query(
        """
        SELECT plan_id, version, since, plan_name, monthly_fee_micro, currency, unit, included_micro, price_micro, increment_seconds, limit_micro,
            feature_flags
        FROM plans ORDER BY plan_id, version
        """,
        Read));

    public static void Insert(Session session, PlanVersion plan) => session.Execute(
        """
        INSERT INTO plans (plan_id, version, since, plan_name, monthly_fee_micro, currency, unit, included_micro, price_micro, increment_seconds,
            limit_micro, feature_flags)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """,
        plan.PlanId,
        plan.Version,
        plan.Since.Ticks,
        plan.Name,
        plan.MonthlyFeeMicro,
        plan.Currency,
        (int)plan.Unit,
        plan.IncludedMicro,
        plan.PriceMicro,
        plan.BillingIncrementSeconds,
        plan.LimitMicro,
        PlanFlag.Format(plan.FeatureFlags));

    private static PlanVersion Read(SqliteDataReader row) => new()
    {
        PlanId = row.GetString(0),
        Version = row.GetInt32(1),
        Since = row.Instant(2),
        Name = row.GetString(3),
        MonthlyFeeMicro = row.GetInt64(4),
        Currency = row.GetString(5),
        Unit = (BillingSystem)row.GetInt32(6),
        IncludedMicro = row.GetInt64(7),
        PriceMicro = row.GetInt64(8),
        BillingIncrementSeconds = (int?)row.IntegerOrNull(9),
        LimitMicro = row.IntegerOrNull(10),
        FeatureFlags = PlanFlag.Parse(row.GetString(11)),
    };
}
