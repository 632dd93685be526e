using Microsoft.Extensions.Logging;
using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Appending;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Control;
using UsageCluster.Ledger.Postgres.Entries;
using UsageCluster.Ledger.Postgres.Leases;

namespace UsageCluster.Ledger.Postgres;

/// <inheritdoc cref="ILedger"/>
internal sealed class PostgresLedger(Database database, EntryWriter writer, EntryReader reader, ChangeLog changes, ILogger logger) : ILedger
{
    private const string ByEvent = $"SELECT {EntryReader.Columns} FROM usage.entries WHERE company_no = $1 AND event_key = ANY($2)";

    private const string ByVersion =
        $"SELECT {EntryReader.Columns} FROM usage.entries WHERE company_no = $1 AND version = ANY($2) AND version > 0";

    private const string HashAt = "SELECT hash FROM usage.entries WHERE company_no = $1 AND version = $2 AND version > 0";

    private readonly DuplicateForecast _duplicates = new();
    private readonly CompaniesTaking _taking = new(database);
    private readonly CompaniesReleasing _releasing = new(database);
    private readonly TailReader _tails = new(database, reader);

    public Task<Activation?> ActivateAsync(string companyId, long leaseNo, CancellationToken cancellationToken) =>
        _taking.TakeAsync(companyId, leaseNo, cancellationToken);

    public Task<IReadOnlyList<TimeSpan>> AckWaitsAsync(IReadOnlyList<int> companyNos, CancellationToken cancellationToken) => database.ReadAsync(
        connection => CompanyTaking.WaitsAsync(connection, companyNos, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
            return [];
        try
        {
            var results = _duplicates.AreLikely
                ? await RunAsync(requests, look: true, cancellationToken)
                : await AppendNewAsync(requests, cancellationToken);
            _duplicates.Note(Array.Exists(results, static r => r.Status == AppendStatus.HasDuplicates));
            return results;
        }
        catch (PostgresException e) when (Failures.RolledBack(e))
        {
            throw Failures.Unavailable(e);
        }
    }

    /// <summary>Appends without a look for duplicates, and looks for those companies that it could not append.</summary>
    private async Task<AppendResult[]> AppendNewAsync(IReadOnlyList<AppendRequest> requests, CancellationToken cancellationToken)
    {
        AppendResult[] results;
        try
        {
            results = await RunAsync(requests, look: false, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Rolled back as a whole, companies without duplicates too.
            return await RunAsync(requests, look: true, cancellationToken);
        }

        if (Array.Exists(results, static r => r.Status != AppendStatus.Appended))
            await LookAgainAsync(requests, results, cancellationToken);
        return results;
    }

    private async Task LookAgainAsync(IReadOnlyList<AppendRequest> requests, AppendResult[] results, CancellationToken cancellationToken)
    {
        var places = new List<int>();
        for (var i = 0; i < results.Length; i++)
        {
            if (results[i].Status != AppendStatus.Appended)
                places.Add(i);
        }

        try
        {
            var looked = await RunAsync(places.ConvertAll(place => requests[place]), look: true, cancellationToken);
            for (var i = 0; i < looked.Length; i++)
                results[places[i]] = looked[i];
        }
#pragma warning disable CA1031 // The others are committed and must be told so; to these their first answer stands: fenced, they begin anew.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LookFailed(places.Count, failure);
        }
    }

    private async Task<AppendResult[]> RunAsync(IReadOnlyList<AppendRequest> requests, bool look, CancellationToken cancellationToken)
    {
        var batch = AppendBatch.Of(requests);
        // The connection first: the numbers of tokens must be of the history that it leads to.
        await using var connection = await database.OpenSharedAsync(cancellationToken);
        using var standby = new StandbyWatch(connection);
        var columns = await batch.ColumnsAsync(writer, cancellationToken);
        var results = await batch.RunAsync(connection, columns, look, cancellationToken);
        standby.ThrowIfGivenUp();
        return results;
    }

    public async Task<AppendResult> AppendChangeAsync(AppendRequest request, CompanyChange change, CancellationToken cancellationToken)
    {
        var append = new ChangeAppend(request, await writer.ColumnsAsync([request], cancellationToken));
        try
        {
            return await AppendChangeAsync(request, change, append, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Rolled back as a whole.
            var ids = request.Entries.Select(c => c.Entry.UniqueId).OfType<string>().ToArray();
            var found = await FindAsync(request.CompanyNo, ids, cancellationToken);
            if (found.Count == 0)
                throw;
            return new AppendResult(AppendStatus.HasDuplicates, [.. found.Select(f => f.UniqueId!)]);
        }
    }

    private async Task<AppendResult> AppendChangeAsync(
        AppendRequest request, CompanyChange change, ChangeAppend append, CancellationToken cancellationToken)
    {
        var result = AppendResult.Of(AppendStatus.Fenced);
        await database.TransactAsync(
            changes,
            async transaction =>
            {
                result = AppendResult.Of(await append.RunAsync(transaction.Connection, cancellationToken));
                if (result.Status != AppendStatus.Appended)
                    return false;
                if (change.Company is { } company)
                {
                    await CompanyRows.UpdateAsync(transaction.Connection, request.CompanyNo, company, cancellationToken);
                    transaction.Changed(Actors.Control.ControlKind.Company, company.CompanyId);
                }

                transaction.Audit(change.Audit);
                return true;
            },
            cancellationToken);
        return result;
    }

    public Task<IReadOnlyList<ChainedEntry>> ReadAsync(int companyNo, long afterVersion, int limit, CancellationToken cancellationToken) =>
        _tails.ReadAsync(companyNo, afterVersion, limit, cancellationToken);

    public async Task<IReadOnlyList<UsageEntry>> FindEventsAsync(
        int companyNo, IReadOnlyList<string> eventIds, CancellationToken cancellationToken) =>
        [.. (await FindAsync(companyNo, eventIds, cancellationToken)).Cast<UsageEntry>()];

    public Task<IReadOnlyList<LedgerEntry>> ReadVersionsAsync(
        int companyNo, IReadOnlyList<long> versions, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LedgerEntry>>(
        async connection =>
        {
            var read = await reader.ReadAsync(
                connection, Sql.Statement(ByVersion, Sql.Int(companyNo), Sql.Array(versions.ToArray())), companyNo, cancellationToken);
            return read.ConvertAll(e => e.Entry);
        },
        cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> FindAsync(int companyNo, IReadOnlyList<string> uniqueIds, CancellationToken cancellationToken)
    {
        var wanted = uniqueIds.ToHashSet(StringComparer.Ordinal);
        var keys = wanted.Select(id => EventKey.Of(id).Key).ToArray();
        return database.ReadAsync<IReadOnlyList<LedgerEntry>>(
            async connection =>
            {
                var found = await reader.ReadAsync(
                    connection, Sql.Statement(ByEvent, Sql.Int(companyNo), Sql.Array(keys)), companyNo, cancellationToken);
                return [.. found.Select(e => e.Entry).Where(e => e.UniqueId is { } id && wanted.Contains(id))];
            },
            cancellationToken);
    }

    public Task<byte[]?> HashAtAsync(int companyNo, long version, CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.ScalarAsync<byte[]>(
            HashAt, cancellationToken, Sql.Int(companyNo), Sql.BigInt(version)),
        cancellationToken);

    public Task ReleaseAsync(int companyNo, long epoch, CancellationToken cancellationToken) =>
        _releasing.ReleaseAsync(companyNo, epoch, cancellationToken);
}
