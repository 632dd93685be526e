using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// What the gateway and other callers ask of the actors. Implemented by each engine. Every call may throw
/// <see cref="RetryableException"/>; the company must exist, else <see cref="UnknownCompanyException"/> (an event: rejected).
/// </summary>
public interface IUsageClient
{
    /// <summary>Books one event; durable and visible to later reads once it returns accepted.</summary>
    ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken);

    /// <summary>Books events of one company; an outcome for each, in order. With <paramref name="dryRun"/> nothing is booked.</summary>
    ValueTask<IReadOnlyList<RecordOutcome>> RecordAsync(
        string companyId, IReadOnlyList<UsageEvent> reports, bool dryRun, CancellationToken cancellationToken);

    /// <summary>A company's figures, reflecting every event acknowledged before the call.</summary>
    ValueTask<CompanyReport> ReportCompanyAsync(string companyId, TimeRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Figures of an ATS over the companies that it manages now (domain rule 15), in order of company name (ordinal), then id;
    /// null: no such ATS.
    /// </summary>
    ValueTask<AtsReport?> ReportAtsAsync(string atsId, TimeRange range, CancellationToken cancellationToken);

    /// <summary>
    /// Figures of companies by line and interval, in the order of <paramref name="companyIds"/>, each reflecting every event acknowledged before the
    /// call; the same object as before while nothing differs. One company that fails fails the answer.
    /// </summary>
    ValueTask<IReadOnlyList<CompanyLines>> LinesAsync(IReadOnlyList<string> companyIds, LinesQuery query, CancellationToken cancellationToken);

    /// <summary>Changes name, billing system and closing of a company that exists (contract, <c>PUT /admin/companies</c>).</summary>
    ValueTask<ChangeOutcome> ChangeCompanyAsync(string companyId, CompanyUpdate update, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>Adds a price rule of the company's own (contract, <c>PUT /admin/companies/{id}/price-rules/{focus}</c>).</summary>
    ValueTask<ChangeOutcome> OverridePriceAsync(string companyId, PriceRuleUpdate update, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>Puts a company on a plan from an instant on (contract, <c>PUT /admin/companies/{id}/plan</c>).</summary>
    ValueTask<ChangeOutcome> AssignPlanAsync(
        string companyId, PlanAssignmentUpdate update, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>Books a transaction (contract, <c>POST /admin/companies/{id}/transactions</c>); its id makes it happen once.</summary>
    ValueTask<ChangeOutcome> AddTransactionAsync(
        string companyId, BillingTransaction transaction, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>A page of the company's transactions, with every month closed that is due.</summary>
    ValueTask<TransactionPage> TransactionsAsync(string companyId, TransactionQuery query, CancellationToken cancellationToken);

    /// <summary>Whether an interview may start now. Nothing is reserved.</summary>
    ValueTask<Entitlement> EntitlementAsync(string companyId, EntitlementQuestion question, CancellationToken cancellationToken);

    /// <summary>
    /// Corrects events of a company, all or nothing (contract, <c>POST /admin/companies/{id}/corrections</c>); a correction that was booked before
    /// is not booked again. Reads that begin later are net of them.
    /// </summary>
    ValueTask<CorrectionOutcome> CorrectAsync(
        string companyId, IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp, CancellationToken cancellationToken);

    /// <summary>A page of a company's rows with their ledger entries, reflecting everything acknowledged before the call.</summary>
    ValueTask<RowPage> RowsAsync(string companyId, RowQuery query, CancellationToken cancellationToken);

    /// <summary>What became of an event; null: the company has none of that id.</summary>
    ValueTask<EventRecord?> FindEventAsync(string companyId, string eventId, CancellationToken cancellationToken);

    /// <summary>The company's billing history, closing, price overrides and plans as booked.</summary>
    ValueTask<CompanySettings> SettingsAsync(string companyId, CancellationToken cancellationToken);
}
