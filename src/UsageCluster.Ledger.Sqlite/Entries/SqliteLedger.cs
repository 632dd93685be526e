using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Sqlite.Control;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <inheritdoc cref="ILedger"/>
internal sealed class SqliteLedger(Reader reader, Writer writer, InternedNames names, ControlLog log) : ILedger
{
    /// <inheritdoc />
    /// <remarks>The process lock is the one lease: no row is kept of it, and no owner.</remarks>
    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Find(
            """
            UPDATE company_heads SET epoch = epoch + 1 WHERE company_no = (SELECT company_no FROM companies WHERE company_id = ?1)
            RETURNING company_no, epoch, version, hash
            """,
            row => new Activation(row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.Bytes(3)),
            companyId),
        1,
        cancellationToken);

    /// <inheritdoc />
    /// <remarks>Whoever held the store before this process answers nothing any more.</remarks>
    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TimeSpan>>(new TimeSpan[companyNos.Count]);

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        var weight = 0;
        var companies = new HashSet<int>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            Append.Check(request);
            if (!companies.Add(request.CompanyNo))
                throw new ArgumentException($"Company {request.CompanyNo} stands in the requests twice.", nameof(requests));
            weight += request.Entries.Count;
        }

        return writer.RunAsync(
            IReadOnlyList<AppendResult> (session) =>
            {
                var results = new AppendResult[requests.Count];
                for (var i = 0; i < results.Length; i++)
                    results[i] = Append.Run(session, names, requests[i]);
                return results;
            },
            weight,
            cancellationToken);
    }

    public Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken)
    {
        Append.Check(request);
        if (request.Entries.Any(e => e.Entry is UsageEntry))
            throw new ArgumentException("A change carries no usage entries.", nameof(request));
        return writer.RunAsync(
            session =>
            {
                var result = Append.Run(session, names, request);
                if (result.Status == AppendStatus.Appended)
                {
                    if (change.Company is { } company)
                        CompanyRows.Update(session, log, request.CompanyNo, company);
                    AuditRows.Add(session, change.Audit);
                }

                return result;
            },
            request.Entries.Count,
            cancellationToken);
    }

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        // SQLite takes a negative limit for none.
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return reader.RunAsync(
            IReadOnlyList<ChainedEntry> (session) =>
            {
                if (CompanyRows.IdOf(session, companyNo) is not { } companyId)
                    return [];
                return session.Query(
                    EntryRows.Select + " WHERE e.company_no = ?1 AND e.version > ?2 ORDER BY e.version LIMIT ?3",
                    row => EntryRows.Read(row, companyId),
                    companyNo,
                    afterVersion,
                    limit);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<UsageEntry>> FindEventsAsync(
        int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        [.. (await FindAsync(companyNo, eventIds, cancellationToken)).Cast<UsageEntry>()];

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) => reader.RunAsync(
        IReadOnlyList<LedgerEntry> (session) =>
        {
            if (CompanyRows.IdOf(session, companyNo) is not { } companyId)
                return [];
            List<LedgerEntry> read = [];
            foreach (var version in versions.Distinct())
            {
                read.AddRange(session.Query(
                    EntryRows.Select + " WHERE e.company_no = ?1 AND e.version = ?2",
                    row => EntryRows.Read(row, companyId).Entry,
                    companyNo,
                    version));
            }

            return read;
        },
        cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(
        int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken) => reader.RunAsync(
        IReadOnlyList<LedgerEntry> (session) =>
        {
            if (CompanyRows.IdOf(session, companyNo) is not { } companyId)
                return [];
            List<LedgerEntry> found = [];
            foreach (var id in uniqueIds.Distinct(StringComparer.Ordinal))
            {
                var key = EventKey.Of(id);
                found.AddRange(session.Query(
                    EntryRows.Select + " WHERE e.company_no = ?1 AND e.event_key = ?2 AND e.event_text IS ?3",
                    row => EntryRows.Read(row, companyId).Entry,
                    companyNo,
                    key.Bytes(),
                    key.Text));
            }

            return found;
        },
        cancellationToken);

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) => reader.RunAsync(
        session => session.Find(
            "SELECT hash FROM ledger_entries WHERE company_no = ?1 AND version = ?2", row => row.Bytes(0), companyNo, version),
        cancellationToken);

    /// <inheritdoc />
    /// <remarks>See <see cref="ActivateAsync"/>: there is no owner to clear.</remarks>
    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) => writer.RunAsync(
        session => session.Execute(
            "UPDATE company_heads SET owner_lease = NULL WHERE company_no = ?1 AND epoch = ?2 AND owner_lease IS NOT NULL", companyNo, epoch),
        1,
        cancellationToken);
}
