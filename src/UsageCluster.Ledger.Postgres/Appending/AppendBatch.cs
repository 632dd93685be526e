using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Appending;

/// <summary>One append of several companies: what is sent, and what the answer means.</summary>
internal sealed class AppendBatch
{
    private const int HashLength = 32;

    // In order of company, which is the order of locks; and where each of them was given.
    private readonly AppendRequest[] _requests;
    private readonly int[] _companyNos;
    private readonly int[] _places;

    private AppendBatch(IReadOnlyList<AppendRequest> given)
    {
        _requests = new AppendRequest[given.Count];
        _companyNos = new int[given.Count];
        _places = new int[given.Count];
        for (var i = 0; i < given.Count; i++)
        {
            _companyNos[i] = given[i].CompanyNo;
            _places[i] = i;
        }

        Array.Sort(_companyNos, _places);
        for (var i = 0; i < _requests.Length; i++)
            _requests[i] = given[_places[i]];
    }

    /// <summary>The batch of requests in any order. Throws <see cref="ArgumentException"/> on requests that can't be right.</summary>
    public static AppendBatch Of(IReadOnlyList<AppendRequest> requests)
    {
        var batch = new AppendBatch(requests);
        for (var i = 0; i < requests.Count; i++)
        {
            if (i > 0 && batch._companyNos[i] == batch._companyNos[i - 1])
                throw new ArgumentException($"Company {batch._companyNos[i]} stands in the requests twice.", nameof(requests));
            CheckEntries(requests[i]);
        }

        return batch;
    }

    /// <summary>Makes the rows, whose order is that of the requests here.</summary>
    public ValueTask<EntryColumns> ColumnsAsync(EntryWriter writer, CancellationToken cancellationToken) =>
        writer.ColumnsAsync(_requests, cancellationToken);

    /// <summary>Sends the batch in one round trip and one transaction; with <paramref name="look"/> it looks for duplicates.</summary>
    /// <returns>What became of the requests, in the order in which they were given.</returns>
    public async Task<AppendResult[]> RunAsync(NpgsqlConnection connection, EntryColumns entries, bool look, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Statement(AppendStatement.ShareRates, Sql.BigInt(AdvisoryLocks.Rates)));
        batch.BatchCommands.Add(Statement(entries, look));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>The statement of these rows, with its parameters.</summary>
    public NpgsqlBatchCommand Statement(EntryColumns entries, bool look) => Sql.Statement(
        look ? AppendStatement.Text : AppendStatement.TextUnlooked, [.. entries.Parameters(), .. HeadParameters()]);

    private static void CheckEntries(AppendRequest request)
    {
        for (var i = 0; i < request.Entries.Count; i++)
        {
            var entry = request.Entries[i].Entry;
            if (entry.Version != request.ExpectedVersion + 1 + i)
                throw new ArgumentException($"Company {request.CompanyNo}: entry {i} has version {entry.Version} after {request.ExpectedVersion}.");
            if (request.Entries[i].Hash.Length != HashLength)
                throw new ArgumentException($"Company {request.CompanyNo}: the hash of version {entry.Version} has not {HashLength} bytes.");
        }

        if (request.RepeatsAnId())
            throw new ArgumentException($"Company {request.CompanyNo}: an event or id stands in the entries twice.");
    }

    private NpgsqlParameter[] HeadParameters()
    {
        var epochs = new long[_places.Length];
        var expected = new long[_places.Length];
        var last = new long[_places.Length];
        var hashes = new byte[HashLength * _places.Length];
        var revisions = new long[_places.Length];
        for (var i = 0; i < _places.Length; i++)
        {
            var request = _requests[i];
            epochs[i] = request.Epoch;
            expected[i] = request.ExpectedVersion;
            last[i] = request.ExpectedVersion + request.Entries.Count;
            revisions[i] = request.RatesRevision ?? -1;
            if (request.Entries.Count > 0)
                request.Entries[^1].Hash.CopyTo(hashes, HashLength * i);
        }

        return [Sql.Array(_companyNos), Sql.Array(epochs), Sql.Array(expected), Sql.Array(last), Sql.Bytes(hashes), Sql.Array(revisions)];
    }

    private async Task<AppendResult[]> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var revision = reader.GetInt64(0);
        var results = new AppendResult[_requests.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var isStale = _requests[i].RatesRevision is { } rated && rated != revision;
            results[_places[i]] = AppendResult.Of(isStale ? AppendStatus.StaleRates : AppendStatus.Fenced);
        }

        if (!reader.IsDBNull(2))
            TakeDuplicates(reader.GetFieldValue<int[]>(2), reader.GetFieldValue<long[]>(3), results);
        if (!reader.IsDBNull(1))
        {
            foreach (var companyNo in reader.GetFieldValue<int[]>(1))
                results[_places[IndexOf(companyNo)]] = AppendResult.Of(AppendStatus.Appended);
        }

        await reader.FinishAsync(cancellationToken);
        return results;
    }

    /// <param name="companyNos">In order.</param>
    /// <param name="versions">The version of the entry that has the id, of each of these.</param>
    /// <param name="results">Where they go.</param>
    private void TakeDuplicates(int[] companyNos, long[] versions, AppendResult[] results)
    {
        for (int from = 0, to; from < companyNos.Length; from = to)
        {
            to = from;
            while (to < companyNos.Length && companyNos[to] == companyNos[from])
                to++;
            var index = IndexOf(companyNos[from]);
            var request = _requests[index];
            var ids = new string[to - from];
            for (var i = from; i < to; i++)
                ids[i - from] = request.Entries[(int)(versions[i] - request.ExpectedVersion - 1)].Entry.UniqueId!;
            results[_places[index]] = new AppendResult(AppendStatus.HasDuplicates, ids);
        }
    }

    private int IndexOf(int companyNo) => Array.BinarySearch(_companyNos, companyNo);
}
