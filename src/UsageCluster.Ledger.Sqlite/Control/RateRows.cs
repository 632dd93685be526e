using Microsoft.Data.Sqlite;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Pricing;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Control;

/// <summary>General price rules, the catalogue and plans as rows.</summary>
internal static class RateRows
{
    private const string SelectCostKeys = """
        SELECT cost_key, version, since, counts_as_interview, type, description, unit, product_id, aggr_product_id, price_micro, currency,
            wallet_name
        FROM cost_keys
        """;

    public static RateBook Load(Session session) => new(
        session.FindInteger("SELECT rates_revision FROM control_revision")!.Value,
        new PriceRuleSet(session.Query(
            """
            SELECT agent_focus, version, base_cost_micro, included_minutes_micro, cost_per_minute_micro, effective_from FROM price_rules
            ORDER BY agent_focus, version
            """,
            row => new PriceRule(
                row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.Instant(5)))),
        session.Query(SelectCostKeys + " ORDER BY cost_key, version", ReadCostKey),
        PlanRows.Load(session));

    public static List<CostKeyDefinition> Versions(Session session, string costKey) =>
        session.Query(SelectCostKeys + " WHERE cost_key = ?1 ORDER BY version", ReadCostKey, costKey);

    public static StoreWrite Change(Session session, ControlLog log, Func<RateBook, RatesAddition?> change)
    {
        if (change(Load(session)) is not { } addition)
            return StoreWrite.Unchanged;
        addition.Check();
        if (addition.Rule is { } rule)
            Insert(session, rule);
        if (addition.CostKey is { } costKey)
            Insert(session, costKey);
        if (addition.Plan is { } plan)
            PlanRows.Insert(session, plan);
        session.Execute("UPDATE control_revision SET rates_revision = rates_revision + 1");
        log.Changed(session, new ControlChange(ControlKind.Rates, ""));
        AuditRows.Add(session, addition.Audit);
        return addition.Created ? StoreWrite.Created : StoreWrite.Updated;
    }

    private static void Insert(Session session, PriceRule rule) => session.Execute(
        """
        INSERT INTO price_rules (agent_focus, version, base_cost_micro, included_minutes_micro, cost_per_minute_micro, effective_from)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """,
        rule.AgentFocus,
        rule.Version,
        rule.BaseCostMicro,
        rule.IncludedMinutesMicro,
        rule.CostPerMinuteMicro,
        rule.EffectiveFrom.Ticks);

    private static void Insert(Session session, CostKeyDefinition costKey) => session.Execute(
        """
        INSERT INTO cost_keys (cost_key, version, since, counts_as_interview, type, description, unit, product_id, aggr_product_id, price_micro,
            currency, wallet_name)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """,
        costKey.CostKey,
        costKey.Version,
        costKey.Since.Ticks,
        costKey.CountsAsInterview,
        costKey.Type,
        costKey.Description,
        costKey.Unit,
        costKey.ProductId,
        costKey.AggrProductId,
        costKey.PriceMicro,
        costKey.Currency,
        costKey.WalletName);

    private static CostKeyDefinition ReadCostKey(SqliteDataReader row) => new()
    {
        CostKey = row.GetString(0),
        Version = row.GetInt32(1),
        Since = row.Instant(2),
        CountsAsInterview = row.GetBoolean(3),
        Type = row.TextOrNull(4),
        Description = row.TextOrNull(5),
        Unit = row.TextOrNull(6),
        ProductId = row.TextOrNull(7),
        AggrProductId = row.TextOrNull(8),
        PriceMicro = row.IntegerOrNull(9),
        Currency = row.TextOrNull(10),
        WalletName = row.TextOrNull(11),
    };
}
