using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Admin;

/// <summary><c>/admin/companies</c>.</summary>
internal sealed class CompanyAdmin(ControlPlane control, IUsageClient usage, GatewayOptions options, TimeProvider time)
{
    private static readonly string[] Systems = ["minutes", "credits"];

    public async Task ListAsync(HttpContext context)
    {
        var page = AdminAnswer.Page(context);
        var companies = await control.Store.ListCompaniesAsync(page, context.RequestAborted);
        await AdminAnswer.WritePageAsync(context, page, companies, AdminJson.Company);
    }

    public async Task GetAsync(HttpContext context)
    {
        var company = await RequireAsync(control, AdminPath.Token(context, "companyId"), context.RequestAborted);
        var settings = await usage.SettingsAsync(company.CompanyId, context.RequestAborted);
        await AdminAnswer.WriteAsync(context, StatusCodes.Status200OK, AdminJson.Company(company, settings.Billing));
    }

    public async Task PutAsync(HttpContext context)
    {
        var companyId = AdminPath.Token(context, "companyId");
        var fields = await AdminBody.ReadAsync(context, options);
        var name = fields.Name("companyName");
        var system = fields.Word("billingSystem", Systems);
        var since = fields.Instant("billingSystemSince");
        var closedAt = fields.Instant("closedAt");
        fields.ThrowIfBad();

        var update = new CompanyUpdate(name!, system == "minutes" ? BillingSystem.Minutes : BillingSystem.Credits, since, closedAt);
        var stamp = AdminRequest.Stamp(context, "company.put");
        var created = await control.Store.FindCompanyAsync(companyId, context.RequestAborted) is null
            && await TryCreateAsync(companyId, update, stamp, context.RequestAborted);
        if (!created)
        {
            var outcome = await usage.ChangeCompanyAsync(companyId, update, stamp, context.RequestAborted);
            if (outcome.ErrorCode is not null)
                throw NoPriceRule();
        }

        await control.SyncAsync(context.RequestAborted);
        var company = await RequireAsync(control, companyId, context.RequestAborted);
        await AdminAnswer.WritePutAsync(context, created, AdminJson.Company(company));
    }

    /// <summary>The company as stored; a <see cref="ProblemException"/> with 404 if there is none.</summary>
    public static async Task<CompanyRow> RequireAsync(ControlPlane control, string companyId, CancellationToken cancellationToken) =>
        await control.Store.FindCompanyAsync(companyId, cancellationToken) ?? throw new UnknownCompanyException(companyId);

    private static ProblemException NoPriceRule()
    {
        const string Expected = "credits need a price rule for * in force from that instant on.";
        return new ProblemException(
            ErrorCodes.NoPriceRule, $"billingSystem: {Expected}", [new FieldError("billingSystem", Expected)]);
    }

    /// <summary>Makes the company; false if another call has just made it.</summary>
    private async Task<bool> TryCreateAsync(string companyId, CompanyUpdate update, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var since = update.BillingSystemSince ?? Instant.Always;
        // Rules are never removed: what covers the company now will go on to.
        if (update.BillingSystem == BillingSystem.Credits
            && !(await control.Store.LoadRatesAsync(cancellationToken)).CoversEveryFocusFrom(PriceRuleSet.Empty, since))
            throw NoPriceRule();

        var now = Instant.From(time.GetUtcNow());
        var row = new CompanyRow(companyId, update.CompanyName, update.BillingSystem, since, update.ClosedAt);
        var entries = Chain(companyId, FirstEntries(update, since, now));
        var written = await control.Store.CreateCompanyAsync(row, entries, stamp.Record(now, null, AdminJson.Company(row)), cancellationToken);
        return written == StoreWrite.Created;
    }

    private static List<LedgerEntry> FirstEntries(CompanyUpdate update, Instant since, Instant now)
    {
        var entries = new List<LedgerEntry>(2) { new SwitchEntry { Version = 1, RecordedAt = now, At = since, System = update.BillingSystem } };
        if (update.ClosedAt is not null)
            entries.Add(new ClosingEntry { Version = 2, RecordedAt = now, ClosedAt = update.ClosedAt });
        return entries;
    }

    private static List<ChainedEntry> Chain(string companyId, List<LedgerEntry> entries)
    {
        var chained = new List<ChainedEntry>(entries.Count);
        var hash = HashChain.Genesis(companyId);
        foreach (var entry in entries)
        {
            hash = HashChain.Next(hash, entry);
            chained.Add(new ChainedEntry(entry, hash));
        }

        return chained;
    }
}
