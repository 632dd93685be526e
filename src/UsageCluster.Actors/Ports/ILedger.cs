using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Ports;

/// <summary>
/// The append-only record of every company: the only truth. Every method may throw <see cref="LedgerUnavailableException"/>,
/// which says that nothing was committed; any other exception of a write leaves its outcome unknown.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Takes a new epoch for a company: from its commit on, no append of an older epoch can succeed. Waits behind an append
    /// in flight. Null: no such company.
    /// </summary>
    /// <param name="companyId">The company.</param>
    /// <param name="leaseNo">
    /// The lease that the node holds; refused (<see cref="LedgerUnavailableException"/>) when the store has it as dead or expired. When the company
    /// is taken from another lease that is not dead, that lease's next renewal tells its node so.
    /// </param>
    /// <param name="cancellationToken">Gives up; the outcome is unknown.</param>
    Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken);

    /// <summary>
    /// How long each company's newest owner must wait, from now on, before it acknowledges anything: until the lease of every owner before it is dead or
    /// has expired as it stood when the company was taken from it, or its node has confirmed the takeover. Zero: no longer. In the order of
    /// <paramref name="companyNos"/>, in which a company may stand more than once.
    /// </summary>
    Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken);

    /// <summary>
    /// Appends the entries of several companies in one transaction. A company is appended whole or not at all, judged by its
    /// epoch, expected version, the rates revision and its event ids; the others are not touched by its failure. Results are in the
    /// order of the requests. A company may stand in <paramref name="requests"/> once.
    /// </summary>
    Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken);

    /// <summary>
    /// Appends the entries of one company (there may be none) together with its row of the control plane and the audit record,
    /// all or nothing. The request carries no usage entries.
    /// </summary>
    Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> entries after a version, in order of version.</summary>
    Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken);

    /// <summary>The booked events among these ids, in any order. Ids are matched exactly.</summary>
    Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken);

    /// <summary>The entries with one of these ids (see <see cref="LedgerEntry.UniqueId"/>), in any order. Ids are matched exactly.</summary>
    Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken);

    /// <summary>The entries at these versions, in any order, each once; none for a version that the ledger does not have.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken);

    /// <summary>The hash of the entry at a version; null if there is none.</summary>
    Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken);

    /// <summary>Gives a company up cleanly: clears the owner where the epoch is still this one.</summary>
    Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken);
}
