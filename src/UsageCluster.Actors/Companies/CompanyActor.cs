using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;

namespace UsageCluster.Actors.Companies;

/// <summary>
/// One activation of one company: the only writer of its ledger while it holds its epoch. Turn-based: its shell runs every call and
/// continuation one at a time, on one synchronization context or scheduler; calls interleave at awaits.
/// </summary>
/// <param name="companyId">The company.</param>
/// <param name="services">What the node's actors share.</param>
public sealed class CompanyActor(string companyId, CompanyServices services)
{
    /// <summary>The company.</summary>
    public string CompanyId { get; } = companyId;

    /// <summary>The committed view, for readers on any thread; null before activation and once the actor is broken or deactivated.</summary>
    public CompanyView? View => throw new NotSupportedException(services.ToString());

    /// <summary>Whether the actor was fenced or a write's outcome is unknown: it refuses every call, and its shell makes a new activation.</summary>
    public bool IsBroken => throw new NotSupportedException();

    /// <summary>Whether calls are in progress or queued, so that the shell should not deactivate it as idle.</summary>
    public bool IsBusy => throw new NotSupportedException();

    /// <summary>
    /// Takes an epoch and recovers from snapshot and tail. Throws <see cref="UnknownCompanyException"/>,
    /// <see cref="CorruptedLedgerException"/>, <see cref="RetryableException"/>. An actor is activated once.
    /// </summary>
    public Task ActivateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>As the other overload, for a single event and always booking.</summary>
    public Task<RecordOutcome> RecordAsync(UsageEvent report) => throw new NotSupportedException();

    /// <summary>See <see cref="IUsageClient"/>. The task completes after the commit and after the new view is published.</summary>
    public Task<IReadOnlyList<RecordOutcome>> RecordAsync(IReadOnlyList<UsageEvent> reports, bool dryRun) => throw new NotSupportedException();

    /// <summary>See <see cref="IUsageClient"/>. The shell syncs the node's control plane before it answers.</summary>
    public Task<ChangeOutcome> ChangeAsync(CompanyUpdate update, AuditStamp stamp) => throw new NotSupportedException();

    /// <summary>See <see cref="IUsageClient"/>.</summary>
    public Task<ChangeOutcome> OverridePriceAsync(PriceRuleUpdate update, AuditStamp stamp) => throw new NotSupportedException();

    /// <summary>See <see cref="IUsageClient"/>; as committed. On the actor's turn only.</summary>
    public CompanySettings Settings => throw new NotSupportedException();

    /// <summary>Refuses new calls, flushes what is queued, snapshots where worth it, releases the epoch. Does not throw on faults of the store.</summary>
    public Task DeactivateAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
