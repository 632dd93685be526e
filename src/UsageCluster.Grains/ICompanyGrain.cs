using System.Collections.Immutable;
using Orleans.Concurrency;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Events;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Grains;

/// <summary>
/// One company; the key is its id. As <see cref="IUsageClient"/>, one company's part. Every call may throw <see cref="RetryableException"/>;
/// all but recording throw <see cref="UnknownCompanyException"/> where there is no such company. A call that the cluster itself fails or
/// does not answer in time has an unknown outcome: the same call may be made again.
/// </summary>
/// <remarks>Every method interleaves: the company's actor orders its own work, and group commit lives on calls that wait together.</remarks>
[Alias("usage.ICompanyGrain"), GrainInterfaceType("usage.ICompanyGrain")]
public interface ICompanyGrain : IGrainWithStringKey
{
    /// <summary>See <see cref="IUsageClient.RecordAsync(UsageEvent, CancellationToken)"/>. <see cref="ArgumentException"/>: an event of another company.</summary>
    [AlwaysInterleave, Alias("record"), ResponseTimeout("00:00:30")]
    ValueTask<RecordOutcome> RecordAsync([Immutable] UsageEvent report);

    /// <summary>
    /// See <see cref="IUsageClient.RecordAsync(string, IReadOnlyList{UsageEvent}, bool, CancellationToken)"/>: an outcome for each event, in order.
    /// <see cref="ArgumentException"/>: an event of another company; nothing was booked.
    /// </summary>
    [AlwaysInterleave, Alias("record-batch"), ResponseTimeout("00:00:30")]
    ValueTask<ImmutableArray<RecordOutcome>> RecordBatchAsync([Immutable] RecordBatch batch);

    /// <summary>See <see cref="IUsageClient.ReportCompanyAsync"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("report"), ResponseTimeout("00:00:15")]
    ValueTask<CompanyReport> ReportAsync(TimeRange range);

    /// <summary>See <see cref="IUsageClient.ChangeCompanyAsync"/>.</summary>
    [AlwaysInterleave, Alias("change"), ResponseTimeout("00:00:30")]
    ValueTask<ChangeOutcome> ChangeAsync([Immutable] CompanyUpdate update, [Immutable] AuditStamp stamp);

    /// <summary>See <see cref="IUsageClient.OverridePriceAsync"/>.</summary>
    [AlwaysInterleave, Alias("override-price"), ResponseTimeout("00:00:30")]
    ValueTask<ChangeOutcome> OverridePriceAsync([Immutable] PriceRuleUpdate update, [Immutable] AuditStamp stamp);

    /// <summary>See <see cref="IUsageClient.AssignPlanAsync"/>.</summary>
    [AlwaysInterleave, Alias("assign-plan"), ResponseTimeout("00:00:30")]
    ValueTask<ChangeOutcome> AssignPlanAsync([Immutable] PlanAssignmentUpdate update, [Immutable] AuditStamp stamp);

    /// <summary>See <see cref="IUsageClient.AddTransactionAsync"/>.</summary>
    [AlwaysInterleave, Alias("add-transaction"), ResponseTimeout("00:00:30")]
    ValueTask<ChangeOutcome> AddTransactionAsync([Immutable] BillingTransaction transaction, [Immutable] AuditStamp stamp);

    /// <summary>See <see cref="IUsageClient.TransactionsAsync"/>.</summary>
    [AlwaysInterleave, Alias("transactions"), ResponseTimeout("00:00:30")]
    ValueTask<TransactionPage> TransactionsAsync([Immutable] TransactionQuery query);

    /// <summary>See <see cref="IUsageClient.EntitlementAsync"/>: what a runtime asks before an interview.</summary>
    [AlwaysInterleave, ReadOnly, Alias("entitlement"), ResponseTimeout("00:00:15")]
    ValueTask<Entitlement> EntitlementAsync(EntitlementQuestion question);

    /// <summary>See <see cref="IUsageClient.CorrectAsync"/>.</summary>
    [AlwaysInterleave, Alias("correct"), ResponseTimeout("00:00:30")]
    ValueTask<CorrectionOutcome> CorrectAsync([Immutable] CorrectionCall call, [Immutable] AuditStamp stamp);

    /// <summary>See <see cref="IUsageClient.RowsAsync"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("rows"), ResponseTimeout("00:00:15")]
    ValueTask<RowPage> RowsAsync([Immutable] RowQuery query);

    /// <summary>See <see cref="IUsageClient.FindEventAsync"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("find-event"), ResponseTimeout("00:00:15")]
    ValueTask<EventAnswer> FindEventAsync(string eventId);

    /// <summary>See <see cref="IUsageClient.SettingsAsync"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("settings"), ResponseTimeout("00:00:15")]
    ValueTask<CompanySettings> SettingsAsync();

    /// <summary>See <see cref="IUsageClient.LinesAsync"/>.</summary>
    [AlwaysInterleave, ReadOnly, Alias("lines"), ResponseTimeout("00:00:15")]
    ValueTask<CompanyLines> LinesAsync([Immutable] LinesQuery query);
}
