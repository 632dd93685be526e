using Microsoft.Data.Sqlite;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Ledger.Sqlite.Storage;

namespace UsageCluster.Ledger.Sqlite.Entries;

/// <summary>Ledger entries as rows.</summary>
internal static class EntryRows
{
    /// <summary>The columns that <see cref="Read"/> takes, and the tables that they are from.</summary>
    public const string Select = """
        SELECT e.kind, e.version, e.recorded_at, e.hash, e.payload, e.event_key, e.event_text, e.occurred_at, e.duration_ms, e.quantity,
            e.system, e.flags, e.rule_version, e.interview_id, e.direction, e.resolution, k.cost_key, f.agent_focus
        FROM ledger_entries e
        LEFT JOIN cost_key_names k ON k.cost_key_no = e.cost_key_no
        LEFT JOIN focus_names f ON f.focus_no = e.focus_no
        """;

    private const string InsertUsage = """
        INSERT INTO ledger_entries (company_no, version, kind, recorded_at, hash, event_key, event_text, occurred_at, duration_ms, quantity,
            system, flags, rule_version, interview_id, direction, resolution, cost_key_no, focus_no)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
        """;

    private const string InsertOther = """
        INSERT INTO ledger_entries (company_no, version, kind, recorded_at, hash, event_key, event_text, payload)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """;

    public static void Insert(Session session, InternedNames names, int companyNo, ChainedEntry chained)
    {
        var usage = chained.Entry as UsageEntry;
        var row = session.RowStatement(usage is null ? InsertOther : InsertUsage);
        row.Bind(1, companyNo);
        row.Bind(2, chained.Entry.Version);
        row.Bind(3, (int)chained.Entry.Kind);
        row.Bind(4, chained.Entry.RecordedAt.Ticks);
        row.Bind(5, chained.Hash);
        if (usage is null)
            BindOther(row, chained.Entry);
        else
            BindUsage(row, usage, names.CostKey(session, usage.Event.CostKey), names.Focus(session, usage.Event.AgentFocus));
        row.Run();
    }

    public static ChainedEntry Read(SqliteDataReader row, string companyId)
    {
        var kind = (EntryKind)row.GetInt32(0);
        var version = row.GetInt64(1);
        var recordedAt = new Instant(row.GetInt64(2));
        LedgerEntry entry = kind == EntryKind.Usage
            ? ReadUsage(row, companyId, version, recordedAt)
            : EntryCodec.DecodePayload(kind, version, recordedAt, row.Bytes(4));
        return new ChainedEntry(entry, row.Bytes(3));
    }

    private static void BindOther(RowStatement row, LedgerEntry entry)
    {
        if (entry.UniqueId is { } id)
        {
            row.Bind(6, EventKey.Of(id));
        }
        else
        {
            row.Bind(6, (string?)null);
            row.Bind(7, (string?)null);
        }

        row.Bind(8, EntryCodec.EncodePayload(entry));
    }

    private static void BindUsage(RowStatement row, UsageEntry usage, long costKeyNo, long? focusNo)
    {
        var report = usage.Event;
        row.Bind(6, EventKey.Of(report.EventId));
        row.Bind(8, report.OccurredAt.Ticks);
        row.Bind(9, report.DurationMs);
        row.Bind(10, usage.Quantity);
        row.Bind(11, (int)usage.System);
        row.Bind(12, (int)FlagsOf(usage));
        row.Bind(13, usage.Rule?.Version);
        row.Bind(14, report.InterviewId);
        row.Bind(15, (int?)report.Direction);
        row.Bind(16, (int?)report.Resolution);
        row.Bind(17, costKeyNo);
        row.Bind(18, focusNo);
    }

    private static UsageEntry ReadUsage(SqliteDataReader row, string companyId, long version, Instant recordedAt)
    {
        var flags = (EntryFlags)row.GetInt32(11);
        return new UsageEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Event = new UsageEvent
            {
                EventId = EventKeys.Read(row, 5),
                CompanyId = companyId,
                OccurredAt = new Instant(row.GetInt64(7)),
                OccurredAtAssumed = flags.HasFlag(EntryFlags.OccurredAtAssumed),
                DurationMs = row.GetInt64(8),
                CostKey = row.GetString(16),
                AgentFocus = row.TextOrNull(17),
                InterviewId = row.TextOrNull(13),
                Direction = (Direction?)row.IntegerOrNull(14),
                Resolution = (Resolution?)row.IntegerOrNull(15),
                IsTest = flags.HasFlag(EntryFlags.IsTest),
            },
            System = (BillingSystem)row.GetInt32(10),
            Quantity = row.GetInt64(9),
            CountsAsInterview = flags.HasFlag(EntryFlags.CountsAsInterview),
            Rule = row.IntegerOrNull(12) is { } rule
                ? new RuleRef(flags.HasFlag(EntryFlags.RuleOfCompany), flags.HasFlag(EntryFlags.RuleAnyFocus), (int)rule)
                : null,
        };
    }

    private static EntryFlags FlagsOf(UsageEntry usage) =>
        (usage.CountsAsInterview ? EntryFlags.CountsAsInterview : 0)
        | (usage.Event.IsTest ? EntryFlags.IsTest : 0)
        | (usage.Event.OccurredAtAssumed ? EntryFlags.OccurredAtAssumed : 0)
        | (usage.Rule is { OfCompany: true } ? EntryFlags.RuleOfCompany : 0)
        | (usage.Rule is { AnyFocus: true } ? EntryFlags.RuleAnyFocus : 0);
}
