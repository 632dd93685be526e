using Npgsql;
using NpgsqlTypes;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Rows of <c>usage.entries</c> as one array per column, for <c>unnest</c>.</summary>
internal sealed class EntryColumns(int count)
{
    /// <summary>The columns in the order of <see cref="Parameters"/>.</summary>
    public const string Names =
        "company_no, version, recorded_at, occurred_at, quantity, duration_ms, cost_key_no, agent_focus_no, rule_version, kind, flags, event_key, hash, event_text, interview_id, payload";

    /// <summary>A function scan over the parameters $1 to $16.</summary>
    public const string Unnest =
        """
        unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::int[], $8::int[], $9::int[], $10::smallint[],
               $11::smallint[], $12::uuid[], $13::bytea[], $14::text[], $15::text[], $16::bytea[])
        """;

    private readonly int[] _companyNo = new int[count];
    private readonly long[] _version = new long[count];
    private readonly long[] _recordedAt = new long[count];
    private readonly long?[] _occurredAt = new long?[count];
    private readonly long?[] _quantity = new long?[count];
    private readonly int?[] _durationMs = new int?[count];
    private readonly int?[] _costKey = new int?[count];
    private readonly int?[] _agentFocus = new int?[count];
    private readonly int?[] _ruleVersion = new int?[count];
    private readonly short[] _kind = new short[count];
    private readonly short[] _flags = new short[count];
    private readonly Guid?[] _eventKey = new Guid?[count];
    private readonly byte[][] _hash = new byte[count][];
    private readonly string?[] _eventText = new string?[count];
    private readonly string?[] _interviewId = new string?[count];
    private readonly byte[]?[] _payload = new byte[]?[count];

    private int _next;

    public NpgsqlParameter[] Parameters() =>
    [
        Sql.Array(_companyNo), Sql.Array(_version), Sql.Array(_recordedAt), Sql.Array(_occurredAt), Sql.Array(_quantity), Sql.Array(_durationMs),
        Sql.Array(_costKey), Sql.Array(_agentFocus), Sql.Array(_ruleVersion), Sql.Array(_kind), Sql.Array(_flags), Sql.Array(_eventKey),
        Sql.Array(NpgsqlDbType.Bytea, _hash), Sql.Array(NpgsqlDbType.Text, _eventText), Sql.Array(NpgsqlDbType.Text, _interviewId),
        Sql.Array(NpgsqlDbType.Bytea, _payload),
    ];

    /// <summary>Adds an entry whose tokens are in the cache.</summary>
    public void Add(int companyNo, ChainedEntry chained, TokenCache tokens)
    {
        var entry = chained.Entry;
        var row = _next++;
        _companyNo[row] = companyNo;
        _version[row] = entry.Version;
        _recordedAt[row] = entry.RecordedAt.Ticks;
        _kind[row] = (short)entry.Kind;
        _hash[row] = chained.Hash;
        if (entry is UsageEntry usage)
            AddUsage(row, usage, tokens);
        else
            _payload[row] = EntryCodec.EncodePayload(entry);
    }

    private void AddUsage(int row, UsageEntry usage, TokenCache tokens)
    {
        var key = EventKey.Of(usage.Event.EventId);
        _eventKey[row] = key.Key;
        _eventText[row] = key.Text;
        _occurredAt[row] = usage.Event.OccurredAt.Ticks;
        _quantity[row] = usage.Quantity;
        _durationMs[row] = checked((int)usage.Event.DurationMs);
        _costKey[row] = tokens.Number(usage.Event.CostKey);
        _agentFocus[row] = tokens.NumberOrNull(usage.Event.AgentFocus);
        _ruleVersion[row] = usage.Rule?.Version;
        _flags[row] = EntryFlags.Of(usage).Bits;
        _interviewId[row] = usage.Event.InterviewId;
    }
}
