using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Postgres.Connections;

namespace UsageCluster.Ledger.Postgres.Entries;

/// <summary>Makes entries of rows.</summary>
internal sealed class EntryReader(TokenNumbers tokens)
{
    /// <summary>What <see cref="ReadAsync"/> takes of a row of <c>usage.entries</c>.</summary>
    public const string Columns =
        "version, recorded_at, kind, hash, occurred_at, quantity, duration_ms, cost_key_no, agent_focus_no, rule_version, flags, event_key, event_text, interview_id, payload";

    /// <summary>Runs a batch of two statements: the company's id, then rows of <see cref="Columns"/>.</summary>
    public async Task<List<ChainedEntry>> ReadAsync(NpgsqlConnection connection, NpgsqlBatchCommand rows, int companyNo, CancellationToken cancellationToken)
    {
        var read = new List<Row>();
        string companyId;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(Sql.Statement("SELECT company_id FROM usage.companies WHERE company_no = $1", Sql.Int(companyNo)));
            batch.BatchCommands.Add(rows);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return [];
            companyId = reader.GetString(0);
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                read.Add(Row.Of(reader));
        }

        var cache = await TokensAsync(connection, read, cancellationToken);
        return read.ConvertAll(row => new ChainedEntry(row.Entry(companyId, cache), row.Hash));
    }

    /// <summary>
    /// Runs a batch of two statements: the companies' ids, then rows of <see cref="Columns"/> and the place, from 1, of the company that they are of. The rows of
    /// each place, in the order in which they came.
    /// </summary>
    public async Task<IReadOnlyList<ChainedEntry>[]> ReadPagesAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand rows, int[] companyNos, CancellationToken cancellationToken)
    {
        var read = new List<(int Place, Row Row)>();
        var companyIds = new Dictionary<int, string>(companyNos.Length);
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(Sql.Statement("SELECT company_no, company_id FROM usage.companies WHERE company_no = ANY ($1)", Sql.Array(companyNos)));
            batch.BatchCommands.Add(rows);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                companyIds.Add(reader.GetInt32(0), reader.GetString(1));
            await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                read.Add(((int)reader.GetInt64(15) - 1, Row.Of(reader)));
        }

        var cache = await TokensAsync(connection, read.ConvertAll(r => r.Row), cancellationToken);
        var pages = new List<ChainedEntry>[companyNos.Length];
        for (var i = 0; i < pages.Length; i++)
            pages[i] = [];
        foreach (var (place, row) in read)
            pages[place].Add(new ChainedEntry(row.Entry(companyIds[companyNos[place]], cache), row.Hash));
        return pages;
    }

    /// <summary>Runs a statement for rows of <see cref="Columns"/>; one that cannot be read is returned with the reason.</summary>
    public async Task<List<StoredEntry>> ReadStoredAsync(NpgsqlCommand rows, string companyId, CancellationToken cancellationToken)
    {
        var read = new List<(StoredEntry Stored, Row? Row)>();
        await using (var reader = await rows.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                EventKey? key = reader.IsDBNull(11) ? null : new EventKey(reader.GetGuid(11), reader.TextOrNull(12));
                var stored = new StoredEntry(reader.GetInt64(0), reader.Bytes(3), key, null, null);
                try
                {
                    read.Add((stored, Row.Of(reader)));
                }
                catch (Exception e) when (e is InvalidCastException or InvalidDataException)
                {
                    read.Add((stored with { Fault = e.Message }, null));
                }
            }
        }

        var cache = await TokensAsync(rows.Connection!, [.. read.Select(r => r.Row).OfType<Row>()], cancellationToken);
        return read.ConvertAll(r => r.Row is null ? r.Stored : Entry(r.Stored, r.Row, companyId, cache));
    }

    private static StoredEntry Entry(StoredEntry stored, Row row, string companyId, TokenCache cache)
    {
        try
        {
            return stored with { Entry = row.Entry(companyId, cache) };
        }
        catch (Exception e) when (e is InvalidDataException or KeyNotFoundException)
        {
            return stored with { Fault = e.Message };
        }
    }

    private ValueTask<TokenCache> TokensAsync(NpgsqlConnection connection, List<Row> rows, CancellationToken cancellationToken)
    {
        var needed = new HashSet<int>();
        foreach (var row in rows)
        {
            if (row.CostKeyNo is { } costKey)
                needed.Add(costKey);
            if (row.AgentFocusNo is { } focus)
                needed.Add(focus);
        }

        return tokens.WithAsync(connection, needed, cancellationToken);
    }

    private sealed record Row
    {
        public required long Version { get; init; }

        public required Instant RecordedAt { get; init; }

        public required EntryKind Kind { get; init; }

        public required byte[] Hash { get; init; }

        public Instant OccurredAt { get; init; }

        public long Quantity { get; init; }

        public int DurationMs { get; init; }

        public int? CostKeyNo { get; init; }

        public int? AgentFocusNo { get; init; }

        public int? RuleVersion { get; init; }

        public EntryFlags Flags { get; init; }

        public EventKey EventKey { get; init; }

        public string? InterviewId { get; init; }

        public byte[]? Payload { get; init; }

        public static Row Of(NpgsqlDataReader reader)
        {
            var control = new Row
            {
                Version = reader.GetInt64(0),
                RecordedAt = reader.Instant(1),
                Kind = (EntryKind)reader.GetInt16(2),
                Hash = reader.Bytes(3),
            };
            if (control.Kind != EntryKind.Usage)
                return control with { Payload = reader.Bytes(14) };
            return control with
            {
                OccurredAt = reader.Instant(4),
                Quantity = reader.GetInt64(5),
                DurationMs = reader.GetInt32(6),
                CostKeyNo = reader.GetInt32(7),
                AgentFocusNo = reader.IsDBNull(8) ? null : reader.GetInt32(8),
                RuleVersion = reader.IsDBNull(9) ? null : reader.GetInt32(9),
                Flags = new EntryFlags(reader.GetInt16(10)),
                EventKey = new EventKey(reader.GetGuid(11), reader.TextOrNull(12)),
                InterviewId = reader.TextOrNull(13),
            };
        }

        public LedgerEntry Entry(string companyId, TokenCache tokens) => Kind != EntryKind.Usage
            ? EntryCodec.DecodePayload(Kind, Version, RecordedAt, Payload)
            : new UsageEntry
            {
                Version = Version,
                RecordedAt = RecordedAt,
                System = Flags.System,
                Quantity = Quantity,
                CountsAsInterview = Flags.CountsAsInterview,
                Rule = RuleVersion is { } version ? new RuleRef(Flags.RuleOfCompany, Flags.RuleAnyFocus, version) : null,
                Event = new UsageEvent
                {
                    EventId = EventKey.EventId,
                    CompanyId = companyId,
                    OccurredAt = OccurredAt,
                    OccurredAtAssumed = Flags.OccurredAtAssumed,
                    DurationMs = DurationMs,
                    CostKey = tokens.Text(CostKeyNo!.Value),
                    AgentFocus = tokens.TextOrNull(AgentFocusNo),
                    InterviewId = InterviewId,
                    Direction = Flags.Direction,
                    Resolution = Flags.Resolution,
                    IsTest = Flags.IsTest,
                },
            };
    }
}
