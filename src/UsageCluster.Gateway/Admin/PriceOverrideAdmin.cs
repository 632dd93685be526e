using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/companies/{companyId}/price-rules</c>: a company's own rules, which come before the general ones.</summary>
internal sealed class PriceOverrideAdmin(ControlPlane control, IUsageClient usage, GatewayOptions options)
{
    public async Task ListAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var page = AdminAnswer.Page(context);
        var rules = await RulesAsync(companyId, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(rules.Rules, page), AdminJson.PriceRule);
    }

    public async Task GetAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var focus = AdminPath.Focus(context);
        var page = AdminAnswer.Page(context);
        var rules = await RulesAsync(companyId, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, AdminAnswer.Cut(PriceRuleAdmin.OfFocus(rules, focus), page), AdminJson.PriceRule);
    }

    public async Task PutAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var update = PriceRuleBody.Read(await AdminBody.ReadAsync(context, options), AdminPath.Focus(context));
        await CompanyAdmin.RequireAsync(control, companyId, context.RequestAborted);
        var stamp = AdminRequest.Stamp(context, "company.price-rule.put", $"companies/{companyId}/price-rules/{update.AgentFocus}");
        var outcome = await usage.OverridePriceAsync(companyId, update, stamp, context.RequestAborted);
        var rules = await RulesAsync(companyId, context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, outcome.Created, AdminJson.PriceRule(Result(rules, update)));
    }

    /// <summary>The rule that the update made or repeats.</summary>
    private static PriceRule Result(PriceRuleSet rules, PriceRuleUpdate update) =>
        rules.Rules.Last(r =>
            r.AgentFocus == update.AgentFocus
            && (update.EffectiveFrom is null || r.EffectiveFrom == update.EffectiveFrom)
            && update.HasAmountsOf(r));

    private async Task<PriceRuleSet> RulesAsync(string companyId, CancellationToken cancellationToken) =>
        (await usage.SettingsAsync(companyId, cancellationToken)).PriceOverrides;
}
