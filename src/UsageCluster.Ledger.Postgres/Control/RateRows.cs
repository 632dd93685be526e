using Npgsql;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Pricing;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Control;

/// <summary>General price rules, the catalogue and plans as rows. Versions are added, never changed.</summary>
internal static class RateRows
{
    private const string Rules =
        "SELECT agent_focus, version, base_cost_micro, included_minutes_micro, cost_per_minute_micro, effective_from FROM usage.price_rules ORDER BY agent_focus, version";

    private const string CostKeyColumns =
        "cost_key, version, since, counts_as_interview, type, description, unit, product_id, aggr_product_id, price_micro, currency, wallet_name";

    private const string CostKeys = $"SELECT {CostKeyColumns} FROM usage.cost_keys ORDER BY cost_key, version";

    private const string InsertRule =
        """
        INSERT INTO usage.price_rules (agent_focus, version, base_cost_micro, included_minutes_micro, cost_per_minute_micro, effective_from)
        VALUES ($1, $2, $3, $4, $5, $6)
        """;

    private const string InsertCostKey =
        $"INSERT INTO usage.cost_keys ({CostKeyColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    /// <summary>
    /// The book at its revision. The revision is read first: without a transaction the rest may be newer, which an append by the
    /// revision finds stale.
    /// </summary>
    public static async Task<RateBook> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var revision = await connection.ScalarAsync<long>("SELECT revision FROM usage.rates", cancellationToken);
        var rules = await connection.ListAsync(Rules, ReadRule, cancellationToken);
        var costKeys = await connection.ListAsync(CostKeys, ReadCostKey, cancellationToken);
        var plans = await PlanRows.LoadAsync(connection, cancellationToken);
        return new RateBook(revision, new PriceRuleSet(rules), costKeys, plans);
    }

    public static Task<List<CostKeyDefinition>> VersionsAsync(NpgsqlConnection connection, string costKey, CancellationToken cancellationToken) =>
        connection.ListAsync(
            $"SELECT {CostKeyColumns} FROM usage.cost_keys WHERE cost_key = $1 ORDER BY version", ReadCostKey, cancellationToken, Sql.Text(costKey));

    public static async Task<StoreWrite> ChangeAsync(
        ControlTransaction transaction, Func<RateBook, RatesAddition?> change, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection;
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, Sql.BigInt(AdvisoryLocks.Rates));
        if (change(await LoadAsync(connection, cancellationToken)) is not { } addition)
            return StoreWrite.Unchanged;
        addition.Check();
        if (addition.Rule is { } rule)
            await connection.ExecuteAsync(InsertRule, cancellationToken, Values(rule));
        if (addition.CostKey is { } costKey)
            await connection.ExecuteAsync(InsertCostKey, cancellationToken, Values(costKey));
        if (addition.Plan is { } plan)
            await PlanRows.InsertAsync(connection, plan, cancellationToken);
        await connection.ExecuteAsync("UPDATE usage.rates SET revision = revision + 1", cancellationToken);
        transaction.Changed(ControlKind.Rates, "");
        transaction.Audit(addition.Audit);
        return addition.Created ? StoreWrite.Created : StoreWrite.Updated;
    }

    private static NpgsqlParameter[] Values(PriceRule rule) =>
    [
        Sql.Text(rule.AgentFocus), Sql.Int(rule.Version), Sql.BigInt(rule.BaseCostMicro), Sql.BigInt(rule.IncludedMinutesMicro),
        Sql.BigInt(rule.CostPerMinuteMicro), Sql.BigInt(rule.EffectiveFrom.Ticks),
    ];

    private static NpgsqlParameter[] Values(CostKeyDefinition key) =>
    [
        Sql.Text(key.CostKey), Sql.Int(key.Version), Sql.BigInt(key.Since.Ticks), Sql.Bool(key.CountsAsInterview), Sql.Text(key.Type),
        Sql.Text(key.Description), Sql.Text(key.Unit), Sql.Text(key.ProductId), Sql.Text(key.AggrProductId), Sql.BigInt(key.PriceMicro),
        Sql.Text(key.Currency), Sql.Text(key.WalletName),
    ];

    private static PriceRule ReadRule(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.Instant(5));

    private static CostKeyDefinition ReadCostKey(NpgsqlDataReader row) => new()
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
        PriceMicro = row.LongOrNull(9),
        Currency = row.TextOrNull(10),
        WalletName = row.TextOrNull(11),
    };
}
