using Npgsql;
using NpgsqlTypes;
using UsageCluster.Bench.Harness;
using UsageCluster.Bench.Rivals.Tables;

namespace UsageCluster.Bench.Rivals.Limit;

/// <summary>
/// What the database can do at all with the product's rows: rows that the product wrote, inserted again by <c>unnest</c> into a table with the
/// same two unique indexes, with nothing looked up and no head moved. Only the keys differ from the rows that were read.
/// </summary>
internal sealed class UnnestInsert : IAsyncDisposable
{
    // Each process has its own.
    private static readonly string Table = $"bench_limit_{Environment.ProcessId}";

    private static readonly string Sql = $"""
        INSERT INTO {Table} (version, recorded_at, occurred_at, quantity, company_no, duration_ms, cost_key_no, agent_focus_no, rule_version, kind, flags, event_key, hash)
        SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::smallint[], $11::smallint[], $12::uuid[], $13::bytea[])
        """;

    private const int ConnectionsMax = 4;

    private readonly NpgsqlDataSource _source;
    private readonly List<Row> _rows;
    private long _next;

    private UnnestInsert(NpgsqlDataSource source, List<Row> rows)
    {
        _source = source;
        _rows = rows;
    }

    /// <summary>Reads rows that the product has written to the same database, and makes the table beside it.</summary>
    public static async Task<UnnestInsert> CreateAsync(string connectionString, int rows)
    {
        var source = RivalDatabase.Open(connectionString, ConnectionsMax);
        await source.ExecuteAsync($"CREATE TABLE {Table} (LIKE usage.entries INCLUDING ALL)");

        var read = new List<Row>(rows);
        await using var command = source.CreateCommand("""
            SELECT recorded_at, occurred_at, quantity, company_no, duration_ms, cost_key_no, agent_focus_no, kind, flags, hash
            FROM usage.entries WHERE kind = 1 ORDER BY recorded_at LIMIT $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = rows });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            read.Add(new Row(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetInt32(6), reader.GetInt16(7), reader.GetInt16(8), reader.GetFieldValue<byte[]>(9)));
        }

        return new UnnestInsert(source, read);
    }

    public Task<Measurement> RunAsync(int connections, int rowsPerStatement, TimeSpan duration) =>
        Callers.RunAsync(connections, _ => InsertAsync(rowsPerStatement), duration);

    /// <summary>One statement.</summary>
    public async ValueTask<int> InsertAsync(int count)
    {
        var first = Interlocked.Add(ref _next, count) - count;
        await using var command = _source.CreateCommand(Sql);
        Array(command, NpgsqlDbType.Bigint, count, i => first + i + 1);
        Array(command, NpgsqlDbType.Bigint, count, i => At(first + i).RecordedAt);
        Array(command, NpgsqlDbType.Bigint, count, i => At(first + i).OccurredAt);
        Array(command, NpgsqlDbType.Bigint, count, i => At(first + i).Quantity);
        Array(command, NpgsqlDbType.Integer, count, i => At(first + i).CompanyNo);
        Array(command, NpgsqlDbType.Integer, count, i => At(first + i).DurationMs);
        Array(command, NpgsqlDbType.Integer, count, i => At(first + i).CostKeyNo);
        Array(command, NpgsqlDbType.Integer, count, i => At(first + i).AgentFocusNo);
        Array(command, NpgsqlDbType.Integer, count, _ => (int?)null);
        Array(command, NpgsqlDbType.Smallint, count, i => At(first + i).Kind);
        Array(command, NpgsqlDbType.Smallint, count, i => At(first + i).Flags);
        Array(command, NpgsqlDbType.Uuid, count, _ => Guid.CreateVersion7());
        Array(command, NpgsqlDbType.Bytea, count, i => At(first + i).Hash);
        return await command.ExecuteNonQueryAsync();
    }

    private Row At(long index) => _rows[(int)(index % _rows.Count)];

    private static void Array<T>(NpgsqlCommand command, NpgsqlDbType type, int count, Func<int, T> value)
    {
        var array = new T[count];
        for (var i = 0; i < count; i++)
            array[i] = value(i);
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = array, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private sealed record Row(
        long RecordedAt, long OccurredAt, long Quantity, int CompanyNo, int DurationMs, int CostKeyNo, int? AgentFocusNo, short Kind, short Flags, byte[] Hash);
}
