using Npgsql;
using NpgsqlTypes;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>
/// Rows of <c>usage.entries</c> as one array per column, for <c>unnest</c>, which takes what a shorter array lacks for null: a column without
/// a value is sent as none.
/// </summary>
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

    private readonly Column<int> _companyNo = new(count);
    private readonly Column<long> _version = new(count);
    private readonly Column<long> _recordedAt = new(count);
    private readonly Column<long> _occurredAt = new(count);
    private readonly Column<long> _quantity = new(count);
    private readonly Column<int> _durationMs = new(count);
    private readonly Column<int> _costKey = new(count);
    private readonly Column<int> _agentFocus = new(count);
    private readonly Column<int> _ruleVersion = new(count);
    private readonly Column<short> _kind = new(count);
    private readonly Column<short> _flags = new(count);
    private readonly Column<Guid> _eventKey = new(count);
    private readonly byte[][] _hash = new byte[count][];
    private readonly TextColumn _eventText = new(count);
    private readonly TextColumn _interviewId = new(count);
    private byte[]?[] _payload = [];

    private int _next;

    public NpgsqlParameter[] Parameters() =>
    [
        _companyNo.Parameter(), _version.Parameter(), _recordedAt.Parameter(), _occurredAt.Parameter(), _quantity.Parameter(), _durationMs.Parameter(),
        _costKey.Parameter(), _agentFocus.Parameter(), _ruleVersion.Parameter(), _kind.Parameter(), _flags.Parameter(), _eventKey.Parameter(),
        Sql.Array(NpgsqlDbType.Bytea, _hash), _eventText.Parameter(), _interviewId.Parameter(), Sql.Array(NpgsqlDbType.Bytea, _payload),
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
        if (entry.UniqueId is { } id)
        {
            var key = EventKey.Of(id);
            _eventKey[row] = key.Key;
            _eventText[row] = key.Text;
        }

        if (entry is UsageEntry usage)
        {
            AddUsage(row, usage, tokens);
        }
        else
        {
            _flags[row] = 0;
            (_payload.Length == 0 ? _payload = new byte[]?[count] : _payload)[row] = EntryCodec.EncodePayload(entry);
        }
    }

    private void AddUsage(int row, UsageEntry usage, TokenCache tokens)
    {
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
