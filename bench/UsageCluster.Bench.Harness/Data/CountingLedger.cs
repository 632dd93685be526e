using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Bench.Data;

/// <summary>Counts what the product sends to the ledger, to give the rival the same batch size.</summary>
public sealed class CountingLedger(ILedger ledger) : ILedger
{
    private long _statements;
    private long _rows;

    /// <summary>Rows a statement, over all appends so far.</summary>
    public int MeanRows => (int)Math.Max(1, _rows / Math.Max(1, _statements));

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _statements);
        Interlocked.Add(ref _rows, requests.Sum(r => r.Entries.Count));
        return ledger.AppendAsync(requests, cancellationToken);
    }

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        ledger.ActivateAsync(companyId, leaseNo, cancellationToken);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        ledger.AckWaitsAsync(companyNos, cancellationToken);

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken) =>
        ledger.AppendChangeAsync(request, change, cancellationToken);

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        ledger.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public Task<IReadOnlyList<UsageEntry>> FindEventsAsync(int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        ledger.FindEventsAsync(companyNo, eventIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) =>
        ledger.FindAsync(companyNo, uniqueIds, cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        ledger.ReadVersionsAsync(companyNo, versions, cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) =>
        ledger.HashAtAsync(companyNo, version, cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => ledger.ReleaseAsync(companyNo, epoch, cancellationToken);
}
