using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/price-rules</c>: the general rules, every version of each.</summary>
internal sealed class PriceRuleAdmin(ControlPlane control, GatewayOptions options, TimeProvider time)
{
    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        var rates = await control.Store.LoadRatesAsync(context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(rates.GeneralRules.Rules, page), AdminJson.PriceRule);
    }

    public async Task GetAsync(HttpContext context)
    {
        var focus = AdminPath.Focus(context);
        var page = AdminAnswer.Page(context);
        var rates = await control.Store.LoadRatesAsync(context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(OfFocus(rates.GeneralRules, focus), page), AdminJson.PriceRule);
    }

    public async Task PutAsync(HttpContext context)
    {
        var update = PriceRuleBody.Read(await AdminBody.ReadAsync(context, options), AdminPath.Focus(context));
        var stamp = AdminRequest.Stamp(context, "price-rule.put", "price-rules/" + update.AgentFocus);
        var now = Instant.From(time.GetUtcNow());
        PriceRule? result = null;
        var written = await control.Store.ChangeRatesAsync(
            rates =>
            {
                (result, var latest, var isRepeat) = update.Among(rates.GeneralRules, now);
                if (isRepeat)
                    return null;
                var audit = stamp.Record(now, latest is null ? null : AdminJson.PriceRule(latest), AdminJson.PriceRule(result));
                return new RatesAddition(result, null, Created: latest is null, audit);
            },
            context.RequestAborted);
        await control.SyncAsync(context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, written == StoreWrite.Created, AdminJson.PriceRule(result!));
    }

    /// <summary>The versions of a focus, by version; a <see cref="ProblemException"/> with 404 if there are none.</summary>
    public static List<PriceRule> OfFocus(PriceRuleSet rules, string focus)
    {
        var versions = rules.Rules.Where(r => r.AgentFocus == focus).ToList();
        return versions.Count > 0
            ? versions
            : throw new ProblemException(ErrorCodes.PriceRuleNotFound, $"There is no price rule of the agent focus '{focus}' here.");
    }
}
