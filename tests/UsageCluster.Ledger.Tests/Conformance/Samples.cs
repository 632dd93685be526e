using System.Security.Cryptography;
using System.Text;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>Rows and entries that tests need and don't care about.</summary>
internal static class Samples
{
    public static readonly Instant Noon = Instant.From(new DateTimeOffset(2025, 3, 4, 12, 0, 0, TimeSpan.Zero));

    private static int _lastCompany;

    /// <summary>A company that no other test has.</summary>
    public static CompanyRow Company(string prefix = "company") =>
        new($"{prefix}-{Interlocked.Increment(ref _lastCompany)}", "Company", BillingSystem.Minutes, Instant.Always, null);

    /// <summary>An admin's key that no other test has.</summary>
    public static KeyRow Key() => new()
    {
        KeyId = Company("key").CompanyId,
        Kind = KeyKind.Admin,
        Name = "Key",
        Scopes = ["admin:read"],
        SecretHash = SHA256.HashData("secret"u8),
        CreatedAt = Noon,
    };

    public static AuditRecord Audit(string action = "company.put", string? before = null, string? after = "{}") =>
        new(Noon, "admin-key", action, "companies/any", before, after);

    /// <summary>A usage entry with an arbitrary hash: stores keep hashes, they do not judge them.</summary>
    public static ChainedEntry Usage(string companyId, long version, string eventId, long durationMs = 60_000) => Chained(new UsageEntry
    {
        Version = version,
        RecordedAt = Noon,
        Event = new UsageEvent { EventId = eventId, CompanyId = companyId, OccurredAt = Noon, DurationMs = durationMs },
        System = BillingSystem.Minutes,
        Quantity = durationMs,
        CountsAsInterview = true,
    });

    public static ChainedEntry Chained(LedgerEntry entry) =>
        new(entry, SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Kind} {entry.Version}")));

    /// <summary>An append that follows an activation, of events with these ids.</summary>
    public static AppendRequest Append(Activation head, string companyId, long? ratesRevision, params string[] eventIds) => new()
    {
        CompanyNo = head.CompanyNo,
        Epoch = head.Epoch,
        ExpectedVersion = head.Version,
        RatesRevision = ratesRevision,
        Entries = [.. eventIds.Select((id, i) => Usage(companyId, head.Version + 1 + i, id))],
    };
}
