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
        INSERT INTO ledger_entries (company_no, version, kind, recorded_at, hash, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """;

    public static byte[] Bytes(Guid eventKey) => eventKey.ToByteArray(bigEndian: true);

    public static void Insert(Session session, InternedNames names, int companyNo, ChainedEntry chained)
    {
        var entry = chained.Entry;
        if (entry is not UsageEntry usage)
        {
            session.Execute(
                InsertOther, companyNo, entry.Version, (int)entry.Kind, entry.RecordedAt.Ticks, chained.Hash, EntryCodec.EncodePayload(entry));
            return;
        }

        var report = usage.Event;
        var key = EventKey.Of(report.EventId);
        session.Execute(
            InsertUsage,
            companyNo,
            usage.Version,
            (int)usage.Kind,
            usage.RecordedAt.Ticks,
            chained.Hash,
            Bytes(key.Key),
            key.Text,
            report.OccurredAt.Ticks,
            report.DurationMs,
            usage.Quantity,
            (int)usage.System,
            (int)FlagsOf(usage),
            usage.Rule?.Version,
            report.InterviewId,
            (int?)report.Direction,
            (int?)report.Resolution,
            names.CostKey(session, report.CostKey),
            names.Focus(session, report.AgentFocus));
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

    private static UsageEntry ReadUsage(SqliteDataReader row, string companyId, long version, Instant recordedAt)
    {
        var flags = (EntryFlags)row.GetInt32(11);
        return new UsageEntry
        {
            Version = version,
            RecordedAt = recordedAt,
            Event = new UsageEvent
            {
                EventId = row.TextOrNull(6) ?? new Guid(row.Bytes(5), bigEndian: true).ToString("D"),
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
