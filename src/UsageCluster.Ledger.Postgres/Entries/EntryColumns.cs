using Npgsql;
using NpgsqlTypes;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>
/// Rows of <c>usage.entries</c> as one array per column, of which the statement takes a row's elements by its place: that costs the server less
/// than to unnest them, which makes a set of rows of every column first. Arrays of texts, or with nulls among them as a rule, are unnested: they
/// would be walked from their start for each element; for the same reason hashes stand one after the other. What is beyond an array's end is
/// null: a column without a value is sent as none.
/// </summary>
internal sealed class EntryColumns(int count)
{
    /// <summary>The columns in the order of <see cref="Parameters"/>.</summary>
    public const string Names =
        "company_no, version, recorded_at, occurred_at, quantity, duration_ms, cost_key_no, agent_focus_no, rule_version, kind, flags, event_key, hash, event_text, interview_id, payload";

    /// <summary>The company of a row of <see cref="Rows"/>.</summary>
    public const string CompanyNo = "($1::int[])[i.place]";

    /// <summary>The columns of a row of <see cref="Rows"/>.</summary>
    public const string Values =
        $"""
        {CompanyNo}, ($2::bigint[])[i.place], ($3::bigint[])[i.place], ($4::bigint[])[i.place], ($5::bigint[])[i.place],
                ($6::int[])[i.place], ($7::int[])[i.place], i.agent_focus_no, i.rule_version, ($10::smallint[])[i.place],
                ($11::smallint[])[i.place], ($12::uuid[])[i.place], substring($13::bytea FROM 32 * i.place - 31 FOR 32), i.event_text,
                i.interview_id, i.payload
        """;

    /// <summary>A function scan over the parameters $1 to $16.</summary>
    public const string Rows =
        """
        ROWS FROM (generate_series(1, cardinality($1::int[])), unnest($8::int[]), unnest($9::int[]), unnest($14::text[]), unnest($15::text[]),
                unnest($16::bytea[])) AS i (place, agent_focus_no, rule_version, event_text, interview_id, payload)
        """;

    private const int HashLength = 32;

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
    private readonly byte[] _hash = new byte[HashLength * count];
    private readonly TextColumn _eventText = new(count);
    private readonly TextColumn _interviewId = new(count);
    private byte[]?[] _payload = [];

    private int _next;

    public NpgsqlParameter[] Parameters() =>
    [
        _companyNo.Parameter(), _version.Parameter(), _recordedAt.Parameter(), _occurredAt.Parameter(), _quantity.Parameter(), _durationMs.Parameter(),
        _costKey.Parameter(), _agentFocus.Parameter(), _ruleVersion.Parameter(), _kind.Parameter(), _flags.Parameter(), _eventKey.Parameter(),
        Sql.Bytes(_hash), _eventText.Parameter(), _interviewId.Parameter(), Sql.Array(NpgsqlDbType.Bytea, _payload),
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
        chained.Hash.CopyTo(_hash, HashLength * row);
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
