using System.Collections.Concurrent;
using UsageCluster.Actors.Ats;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Grains;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Relaying;

namespace UsageCluster.Silo.Client;

/// <summary>
/// The companies of the cluster as this silo's gateway asks them: reads of companies that are active here take the committed view, single events go
/// to the activation past the cluster's messages, or with others to its silo; everything else goes to the company's grain, wherever it is. A cancelled caller stops waiting; what it asked for goes on.
/// </summary>
internal sealed class ClusterUsageClient : IUsageClient
{
    private static readonly RecordOutcome Unknown = RecordOutcome.Rejected(RejectionCodes.UnknownCompany, "companyId");

    private readonly ICompanyGrains _companies;
    private readonly CompanyRegistry _registry;
    private readonly INodeLease _lease;
    private readonly ICompanyHomes _homes;
    private readonly ControlPlane _control;
    private readonly ClusterReports _reports;
    private readonly ClusterLines _lines;
    private readonly RecordRelay _relay;
    private readonly SiloBounds _bounds;
    private readonly ConcurrentDictionary<string, AtsActor> _ats = new(StringComparer.Ordinal);
    private readonly SharedReads<(string CompanyId, TimeRange Range), CompanyReport> _companyReads;
    private readonly SharedReads<(AtsActor Ats, TimeRange Range), AtsReport?> _atsReads;

    public ClusterUsageClient(
        ICompanyGrains companies,
        CompanyRegistry registry,
        INodeLease lease,
        ICompanyHomes homes,
        ControlPlane control,
        ClusterReports reports,
        ClusterLines lines,
        RecordRelay relay,
        SiloBounds bounds)
    {
        _companies = companies;
        _registry = registry;
        _lease = lease;
        _homes = homes;
        _control = control;
        _reports = reports;
        _lines = lines;
        _relay = relay;
        _bounds = bounds;
        _companyReads = new(async asked => (await reports.ReportAsync([asked.CompanyId], asked.Range, CancellationToken.None))[0]);
        _atsReads = new(asked => asked.Ats.ReportAsync(asked.Range, CancellationToken.None));
    }

    public ValueTask<RecordOutcome> RecordAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        var taken = _registry.Find(report.CompanyId) is { } company ? company.RecordAsync(report, onlyPromptly: false)
            : _homes.Current.HomeOf(report.CompanyId) is { } home && !home.Equals(_homes.Here) ? _relay.RecordAsync(home, report)
            : null;
        return taken is null ? RecordByGrainAsync(report, cancellationToken) : RecordAsync(report, taken, cancellationToken);
    }

    private async ValueTask<RecordOutcome> RecordAsync(UsageEvent report, Task<RecordOutcome?> taken, CancellationToken cancellationToken) =>
        await taken.WaitAsync(cancellationToken) ?? await RecordByGrainAsync(report, cancellationToken);

    private async ValueTask<RecordOutcome> RecordByGrainAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(report.CompanyId, cancellationToken))
            return Unknown;
        try
        {
            return await GrainFailures.KnownAsync(() => GrainFailures.WriteAsync(_companies.Of(report.CompanyId).RecordAsync(report), cancellationToken));
        }
        catch (UnknownCompanyException)
        {
            return Unknown;
        }
    }

    public async ValueTask<IReadOnlyList<RecordOutcome>> RecordAsync(
        string companyId, IReadOnlyList<UsageEvent> reports, bool dryRun, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(companyId, cancellationToken))
            return [.. Enumerable.Repeat(Unknown, reports.Count)];
        try
        {
            var batch = new RecordBatch([.. reports], dryRun);
            return await GrainFailures.KnownAsync(() => GrainFailures.WriteAsync(_companies.Of(companyId).RecordBatchAsync(batch), cancellationToken));
        }
        catch (UnknownCompanyException)
        {
            return [.. Enumerable.Repeat(Unknown, reports.Count)];
        }
    }

    public ValueTask<CompanyReport> ReportCompanyAsync(string companyId, TimeRange range, CancellationToken cancellationToken) =>
        _lease.Current is { IsHeld: true } held && _registry.ViewOf(companyId, held) is { } view
            ? new(view.Report(range))
            : new(_companyReads.ReadAsync((companyId, range)).WaitAsync(cancellationToken));

    public async ValueTask<AtsReport?> ReportAtsAsync(string atsId, TimeRange range, CancellationToken cancellationToken)
    {
        try
        {
            if (!_ats.TryGetValue(atsId, out var actor))
            {
                // Only an ATS that exists is given a place.
                if (await _control.FindAtsAsync(atsId, cancellationToken) is null)
                    return null;
                if (_ats.Count >= _bounds.AtsMax)
                    _ats.Clear();
                actor = _ats.GetOrAdd(atsId, id => new AtsActor(id, _control, _reports, _bounds.Ats));
            }

            return IsAllHere
                ? await actor.ReportAsync(range, cancellationToken)
                : await _atsReads.ReadAsync((actor, range)).WaitAsync(cancellationToken);
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
    }

    public ValueTask<IReadOnlyList<CompanyLines>> LinesAsync(
        IReadOnlyList<string> companyIds, LinesQuery query, CancellationToken cancellationToken) =>
        _lines.ReadAsync(companyIds, query, cancellationToken);

    public ValueTask<ChangeOutcome> ChangeCompanyAsync(
        string companyId, CompanyUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(() => _companies.Of(companyId).ChangeAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> OverridePriceAsync(
        string companyId, PriceRuleUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(() => _companies.Of(companyId).OverridePriceAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> AssignPlanAsync(
        string companyId, PlanAssignmentUpdate update, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(() => _companies.Of(companyId).AssignPlanAsync(update, stamp), cancellationToken);

    public ValueTask<ChangeOutcome> AddTransactionAsync(
        string companyId, BillingTransaction transaction, AuditStamp stamp, CancellationToken cancellationToken) =>
        ChangeAsync(() => _companies.Of(companyId).AddTransactionAsync(transaction, stamp), cancellationToken);

    public ValueTask<TransactionPage> TransactionsAsync(string companyId, TransactionQuery query, CancellationToken cancellationToken) =>
        GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(_companies.Of(companyId).TransactionsAsync(query), cancellationToken));

    public ValueTask<Entitlement> EntitlementAsync(string companyId, EntitlementQuestion question, CancellationToken cancellationToken) =>
        GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(_companies.Of(companyId).EntitlementAsync(question), cancellationToken));

    public ValueTask<CorrectionOutcome> CorrectAsync(
        string companyId, IReadOnlyList<CorrectionRequest> requests, AuditStamp stamp, CancellationToken cancellationToken)
    {
        var call = new CorrectionCall([.. requests]);
        return GrainFailures.KnownAsync(() => GrainFailures.WriteAsync(_companies.Of(companyId).CorrectAsync(call, stamp), cancellationToken));
    }

    public ValueTask<RowPage> RowsAsync(string companyId, RowQuery query, CancellationToken cancellationToken) =>
        GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(_companies.Of(companyId).RowsAsync(query), cancellationToken));

    public async ValueTask<EventRecord?> FindEventAsync(string companyId, string eventId, CancellationToken cancellationToken) =>
        (await GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(_companies.Of(companyId).FindEventAsync(eventId), cancellationToken))).Found;

    public ValueTask<CompanySettings> SettingsAsync(string companyId, CancellationToken cancellationToken) =>
        GrainFailures.KnownAsync(() => GrainFailures.ReadAsync(_companies.Of(companyId).SettingsAsync(), cancellationToken));

    /// <summary>
    /// Callers may name any company, and one that does not exist is to cost no activation. No is the store's own answer, by a look that began
    /// after the call (domain rule 13).
    /// </summary>
    private async ValueTask<bool> ExistsAsync(string companyId, CancellationToken cancellationToken)
    {
        try
        {
            return await _control.FindCompanyAsync(companyId, cancellationToken) is not null;
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
    }

    /// <summary>The company's silo has forgotten what changed; so must this one before it answers.</summary>
    private async ValueTask<ChangeOutcome> ChangeAsync(Func<ValueTask<ChangeOutcome>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await GrainFailures.KnownAsync(() => GrainFailures.WriteAsync(call(), cancellationToken));
        }
        finally
        {
            await SyncAsync();
        }
    }

    private async Task SyncAsync()
    {
        try
        {
            await _control.SyncAsync(CancellationToken.None);
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
    }

    /// <summary>Whether no company is on another silo: then nothing is gained by waiting for one another.</summary>
    private bool IsAllHere => _homes.Current is { Count: 1 } hosts && hosts.Silos[0].Equals(_homes.Here);

    private static RetryableException Unavailable(LedgerUnavailableException failure) =>
        new(RetryableFailure.Unavailable, "The store cannot be used.", failure);
}
