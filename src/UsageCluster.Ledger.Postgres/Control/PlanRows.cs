using Npgsql;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>Versions of plans as rows. They are added, never changed.</summary>
internal static class PlanRows
{
    private const string Columns =
        """
        plan_id, version, since, plan_name, monthly_fee_micro, currency, unit, included_micro, price_micro, increment_seconds, limit_micro,
            feature_flags
        """;

    public static async Task<PlanSet> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(await connection.ListAsync($"SELECT {Columns} FROM usage.plans ORDER BY plan_id, version", Read, cancellationToken));

    public static Task InsertAsync(NpgsqlConnection connection, PlanVersion plan, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"INSERT INTO usage.plans ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        cancellationToken,
        Sql.Text(plan.PlanId),
        Sql.Int(plan.Version),
        Sql.BigInt(plan.Since.Ticks),
        Sql.Text(plan.Name),
        Sql.BigInt(plan.MonthlyFeeMicro),
        Sql.Text(plan.Currency),
        Sql.SmallInt((short)plan.Unit),
        Sql.BigInt(plan.IncludedMicro),
        Sql.BigInt(plan.PriceMicro),
        Sql.Int(plan.BillingIncrementSeconds),
        Sql.BigInt(plan.LimitMicro),
        Sql.Text(PlanFlag.Format(plan.FeatureFlags)));

    private static PlanVersion Read(NpgsqlDataReader row) => new()
    {
        PlanId = row.GetString(0),
        Version = row.GetInt32(1),
        Since = row.Instant(2),
        Name = row.GetString(3),
        MonthlyFeeMicro = row.GetInt64(4),
        Currency = row.GetString(5),
        Unit = (BillingSystem)row.GetInt16(6),
        IncludedMicro = row.GetInt64(7),
        PriceMicro = row.GetInt64(8),
        BillingIncrementSeconds = row.IsDBNull(9) ? null : row.GetInt32(9),
        LimitMicro = row.LongOrNull(10),
        FeatureFlags = PlanFlag.Parse(row.GetString(11)),
    };
}
