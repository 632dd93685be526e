using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>Stands for an engine that answers as a test says.</summary>
internal sealed class StubUsage : IUsageClient
{
    public Func<string, TimeRange, CompanyReport> Company { get; set; } = (_, _) => throw new NotSupportedException();

    public Func<string, TimeRange, AtsReport?> Ats { get; set; } = (_, _) => throw new NotSupportedException();

    public Func<string, IReadOnlyList<UsageEvent>, IReadOnlyList<RecordOutcome>> Record { get; set; } = (_, _) => throw new NotSupportedException();

    public Func<string, IReadOnlyList<UsageEvent>, IReadOnlyList<RecordOutcome>> DryRun { get; set; } = (_, _) => throw new NotSupportedException();

    public ValueTask<CompanyReport> ReportCompanyAsync(string companyId, TimeRange range, CancellationToken cancellationToken) => new(Company(companyId, range));

    public ValueTask<AtsReport?> ReportAtsAsync(string atsId, TimeRange range, CancellationToken cancellationToken) => new(Ats(atsId, range));

    public ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken) => new(Record(report.CompanyId, [report])[0]);

    public ValueTask<IReadOnlyList<RecordOutcome>> RecordAsync(
        string companyId, IReadOnlyList<UsageEvent> reports, bool dryRun, CancellationToken cancellationToken) =>
        new((dryRun ? DryRun : Record)(companyId, reports));

    public ValueTask<IReadOnlyList<CompanyLines>> LinesAsync(IReadOnlyList<string> companyIds, LinesQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ChangeOutcome> ChangeCompanyAsync(string companyId, CompanyUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ChangeOutcome> OverridePriceAsync(string companyId, PriceRuleUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ChangeOutcome> AssignPlanAsync(
        string companyId, PlanAssignmentUpdate update, AuditStamp stamp, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ChangeOutcome> AddTransactionAsync(
        string companyId, BillingTransaction transaction, AuditStamp stamp, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<TransactionPage> TransactionsAsync(string companyId, TransactionQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<Entitlement> EntitlementAsync(string companyId, EntitlementQuestion question, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<CorrectionOutcome> CorrectAsync(
        string companyId, IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<RowPage> RowsAsync(string companyId, RowQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<EventRecord?> FindEventAsync(string companyId, string eventId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<CompanySettings> SettingsAsync(string companyId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
