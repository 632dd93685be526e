using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Currencies;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/cost-keys</c>: the catalogue. <c>interview_minutes</c> is built in and can be redefined.</summary>
internal sealed class CostKeyAdmin(ControlPlane control, GatewayOptions options, TimeProvider time)
{
    private static readonly CostKeyDefinition BuiltIn = new() { CostKey = UsageEvent.DefaultCostKey, CountsAsInterview = true, Version = 0 };

    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        var rates = await control.Store.LoadRatesAsync(context.RequestAborted);
        var definitions = rates.CostKeys.Values.ToList();
        if (!rates.CostKeys.ContainsKey(BuiltIn.CostKey))
            definitions.Add(BuiltIn);
        definitions.Sort(static (a, b) => string.CompareOrdinal(a.CostKey, b.CostKey));
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(definitions, page), CostKeyJson.Whole);
    }

    public async Task GetAsync(HttpContext context)
    {
        var costKey = AdminPath.Token(context, "costKey");
        var rates = await control.Store.LoadRatesAsync(context.RequestAborted);
        var definition = Latest(rates, costKey) ?? throw NotFound(costKey);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, CostKeyJson.Whole(definition));
    }

    public async Task VersionsAsync(HttpContext context)
    {
        var costKey = AdminPath.Token(context, "costKey");
        var page = AdminAnswer.Page(context);
        var versions = await control.Store.CostKeyVersionsAsync(costKey, context.RequestAborted);
        if (versions.Count == 0)
            versions = costKey == BuiltIn.CostKey ? [BuiltIn] : throw NotFound(costKey);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(versions, page), CostKeyJson.Whole);
    }

    public async Task PutAsync(HttpContext context)
    {
        var costKey = AdminPath.Token(context, "costKey");
        var asked = Read(await AdminBody.ReadAsync(context, options), costKey);
        var stamp = AdminRequest.Stamp(context, "cost-key.put");
        var now = Instant.From(time.GetUtcNow());
        CostKeyDefinition? result = null;
        var written = await control.Store.ChangeRatesAsync(
            rates =>
            {
                var before = rates.CostKeys.GetValueOrDefault(costKey);
                result = asked with { Version = (before?.Version ?? 0) + 1, Since = before is null ? Instant.Always : now };
                if (before is not null && before == result with { Version = before.Version, Since = before.Since })
                {
                    result = before;
                    return null;
                }

                var audit = stamp.Record(now, before is null ? null : CostKeyJson.Whole(before), CostKeyJson.Whole(result));
                return new RatesAddition(null, result, Created: before is null, audit);
            },
            context.RequestAborted);
        await control.SyncAsync(context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, written == StoreWrite.Created, CostKeyJson.Whole(result!));
    }

    private static CostKeyDefinition? Latest(RateBook rates, string costKey) =>
        rates.CostKeys.GetValueOrDefault(costKey) ?? (costKey == BuiltIn.CostKey ? BuiltIn : null);

    private static CostKeyDefinition Read(FieldReader fields, string costKey)
    {
        var countsAsInterview = fields.Boolean("countsAsInterview");
        var type = fields.Word("type", CostKeyWords.Types, required: false);
        var description = fields.Name("description", required: false);
        var unit = fields.Word("unit", CostKeyWords.Units, required: false);
        var productId = fields.Name("productId", required: false);
        var aggrProductId = fields.Name("aggrProductId", required: false);
        var price = fields.Micro("price", required: fields.Has("currency"));
        var currency = fields.Text("currency", fields.Has("price"), CurrencyList.Contains, "expected a currency of ISO 4217 (see /billing/currencies).");
        var walletName = fields.Name("walletName", required: false);
        fields.ThrowIfBad();
        return new CostKeyDefinition
        {
            CostKey = costKey,
            CountsAsInterview = countsAsInterview!.Value,
            Type = type,
            Description = description,
            Unit = unit,
            ProductId = productId,
            AggrProductId = aggrProductId,
            PriceMicro = price,
            Currency = currency,
            WalletName = walletName,
        };
    }

    private static ProblemException NotFound(string costKey) => new(ErrorCodes.CostKeyNotFound, $"The catalogue has no cost key '{costKey}'.");
}
