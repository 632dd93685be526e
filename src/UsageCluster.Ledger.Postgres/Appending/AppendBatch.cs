using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres.Connections;
using UsageCluster.Ledger.Postgres.Entries;

namespace UsageCluster.Ledger.Postgres.Appending;

/// <summary>One append of several companies: what is sent, and what the answer means.</summary>
internal sealed class AppendBatch
{
    private const int HashLength = 32;

    private readonly AppendRequest[] _requests;

    private AppendBatch(AppendRequest[] requests) => _requests = requests;

    /// <summary>The requests in order of company, which is the order of locks. Throws <see cref="ArgumentException"/> on requests that can't be right.</summary>
    public static AppendBatch Of(IReadOnlyList<AppendRequest> requests)
    {
        var ordered = requests.ToArray();
        Array.Sort(ordered, static (a, b) => a.CompanyNo.CompareTo(b.CompanyNo));
        for (var i = 0; i < ordered.Length; i++)
        {
            if (i > 0 && ordered[i].CompanyNo == ordered[i - 1].CompanyNo)
                throw new ArgumentException($"Company {ordered[i].CompanyNo} stands in the requests twice.", nameof(requests));
            CheckEntries(ordered[i]);
        }

        return new AppendBatch(ordered);
    }

    /// <summary>Makes the rows, whose order is that of the requests here.</summary>
    public ValueTask<EntryColumns> ColumnsAsync(EntryWriter writer, CancellationToken cancellationToken) =>
        writer.ColumnsAsync(_requests, cancellationToken);

    /// <summary>Sends the batch in one round trip and one transaction; with <paramref name="look"/> it looks for duplicates.</summary>
    public async Task<Dictionary<int, AppendResult>> RunAsync(
        NpgsqlConnection connection, EntryColumns entries, bool look, CancellationToken cancellationToken)
    {
        var text = look ? AppendStatement.Text : AppendStatement.TextUnlooked;
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Statement(AppendStatement.ShareRates, Sql.BigInt(AdvisoryLocks.Rates)));
        batch.BatchCommands.Add(Sql.Statement(text, [.. entries.Parameters(), .. HeadParameters()]));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    private static void CheckEntries(AppendRequest request)
    {
        var ids = request.Entries.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        for (var i = 0; i < request.Entries.Count; i++)
        {
            var entry = request.Entries[i].Entry;
            if (entry.Version != request.ExpectedVersion + 1 + i)
                throw new ArgumentException($"Company {request.CompanyNo}: entry {i} has version {entry.Version} after {request.ExpectedVersion}.");
            if (request.Entries[i].Hash.Length != HashLength)
                throw new ArgumentException($"Company {request.CompanyNo}: the hash of version {entry.Version} has not {HashLength} bytes.");
            if (ids is not null && entry.UniqueId is { } id && !ids.Add(id))
                throw new ArgumentException($"Company {request.CompanyNo}: an event or id stands in the entries twice.");
        }
    }

    private NpgsqlParameter[] HeadParameters() =>
    [
        Sql.Array(Each(r => r.CompanyNo)),
        Sql.Array(Each(r => r.Epoch)),
        Sql.Array(Each(r => r.ExpectedVersion)),
        Sql.Array(Each(r => r.ExpectedVersion + r.Entries.Count)),
        Sql.Bytes(LastHashes()),
        Sql.Array(Each(r => r.RatesRevision ?? -1)),
    ];

    private byte[] LastHashes()
    {
        var hashes = new byte[HashLength * _requests.Length];
        for (var i = 0; i < _requests.Length; i++)
        {
            if (_requests[i].Entries is [.., var last])
                last.Hash.CopyTo(hashes, HashLength * i);
        }

        return hashes;
    }

    private T[] Each<T>(Func<AppendRequest, T> value)
    {
        var values = new T[_requests.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(_requests[i]);
        return values;
    }

    private async Task<Dictionary<int, AppendResult>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var revision = reader.GetInt64(0);
        var moved = new HashSet<int>(Ints(1));
        var duplicates = new Dictionary<int, List<long>>();
        foreach (var (companyNo, version) in Ints(2).Zip(reader.IsDBNull(3) ? [] : reader.GetFieldValue<long[]>(3)))
        {
            if (!duplicates.TryGetValue(companyNo, out var versions))
                duplicates[companyNo] = versions = [];
            versions.Add(version);
        }

        await reader.FinishAsync(cancellationToken);
        return _requests.ToDictionary(r => r.CompanyNo, r => Result(r, revision, moved, duplicates));

        int[] Ints(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<int[]>(column);
    }

    private static AppendResult Result(AppendRequest request, long revision, HashSet<int> moved, Dictionary<int, List<long>> duplicates)
    {
        if (moved.Contains(request.CompanyNo))
            return AppendResult.Of(AppendStatus.Appended);
        if (duplicates.TryGetValue(request.CompanyNo, out var versions))
        {
            var entries = versions.Select(v => request.Entries[(int)(v - request.ExpectedVersion - 1)].Entry);
            return new AppendResult(AppendStatus.HasDuplicates, [.. entries.Select(e => e.UniqueId!)]);
        }

        return AppendResult.Of(request.RatesRevision is { } rated && rated != revision ? AppendStatus.StaleRates : AppendStatus.Fenced);
    }
}
