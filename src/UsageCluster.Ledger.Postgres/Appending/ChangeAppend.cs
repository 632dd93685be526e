using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Appending;

/// <summary>The ledger's part of an administrative change of one company, in a transaction that the change's other rows share.</summary>
internal sealed class ChangeAppend
{
    private const string Move =
        """
        UPDATE usage.heads SET version = $4, hash = coalesce($5, hash) WHERE company_no = $1 AND epoch = $2 AND version = $3
        """;

    private readonly AppendRequest _request;
    private readonly EntryColumns _entries;

    /// <summary>Throws <see cref="ArgumentException"/> on a request that can't be right.</summary>
    public ChangeAppend(AppendRequest request, EntryColumns entries)
    {
        AppendBatch.Of([request]);
        if (request.Entries.Any(e => e.Entry is UsageEntry))
            throw new ArgumentException("A change carries no usage entries.", nameof(request));
        _request = request;
        _entries = entries;
    }

    public async Task<AppendStatus> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(AppendStatement.ShareRates, cancellationToken, Sql.BigInt(AdvisoryLocks.Rates));
        if (_request.RatesRevision is { } rated
            && rated != await connection.ScalarAsync<long>("SELECT revision FROM usage.rates", cancellationToken))
            return AppendStatus.StaleRates;
        var last = _request.ExpectedVersion + _request.Entries.Count;
        var moved = await connection.ExecuteAsync(
            Move,
            cancellationToken,
            Sql.Int(_request.CompanyNo),
            Sql.BigInt(_request.Epoch),
            Sql.BigInt(_request.ExpectedVersion),
            Sql.BigInt(last),
            Sql.Bytes(_request.Entries.Count > 0 ? _request.Entries[^1].Hash : null));
        if (moved == 0)
            return AppendStatus.Fenced;
        if (_request.Entries.Count > 0)
            await connection.ExecuteAsync(EntryInsert.Text, cancellationToken, _entries.Parameters());
        return AppendStatus.Appended;
    }
}
