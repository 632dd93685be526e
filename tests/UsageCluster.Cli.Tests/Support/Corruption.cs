using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.TestKit.Stores;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>Something that is done to the three companies of <see cref="Companies"/> behind the store's back.</summary>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Finding">What the audit must say of it, and of nothing else.</param>
/// <param name="PlantAsync">Does it.</param>
internal sealed record Corruption(string Kind, string Finding, Func<StoreCase, WrittenCompany, Task> PlantAsync)
{
    private const string Chain = "the hash is not that of the entry and those before it";

    public static readonly IReadOnlyList<Corruption> All =
    [
        Of("a quantity that is larger", "version 7: 60007 ms are booked as 60008 ms; " + Chain, "UPDATE {entries} SET quantity = quantity + 1 WHERE {ofAcme} AND version = 7"),
        Of("a quantity that a plan would make", "version 7: 60007 ms are booked as 66000 ms; " + Chain, "UPDATE {entries} SET quantity = 66000 WHERE {ofAcme} AND version = 7"),
        Of("a duration", "version 8: 60007 ms are booked as 60008 ms; " + Chain, "UPDATE {entries} SET duration_ms = duration_ms - 1 WHERE {ofAcme} AND version = 8"),
        Of("an instant", "version 9: " + Chain, "UPDATE {entries} SET occurred_at = occurred_at + 1 WHERE {ofAcme} AND version = 9"),
        Of("the time of booking", "version 1: " + Chain, "UPDATE {entries} SET recorded_at = recorded_at + 1 WHERE {ofAcme} AND version = 1"),
        Of("a cost key's text in the table of texts", "version 3: " + Chain, "UPDATE {tokens} SET {token} = 'screenings' WHERE {token} = 'screening'"),
        Of("a hash", "version 11: " + Chain, "UPDATE {entries} SET hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 12) WHERE {ofAcme} AND version = 11"),
        Of(
            "two entries in each other's place",
            "version 7: " + Chain,
            "UPDATE {entries} SET version = 1000 WHERE {ofAcme} AND version = 7; UPDATE {entries} SET version = 7 WHERE {ofAcme} AND version = 8; "
            + "UPDATE {entries} SET version = 8 WHERE {ofAcme} AND version = 1000"),
        Of("a missing entry", "version 5: the entry is missing: version 6 comes next", "DELETE FROM {entries} WHERE {ofAcme} AND version = 5"),
        Of("a missing last entry", "version 21: the entry is missing: the ledger ends at version 20, and the head stands at 21", "DELETE FROM {entries} WHERE {ofAcme} AND version = 21"),
        Of("a head ahead", "version 22: the entry is missing: the ledger ends at version 21, and the head stands at 22", "UPDATE {heads} SET version = 22 WHERE {ofAcme}"),
        Of(
            "a head behind",
            "version 20: the entry lies beyond the head, which stands at version 19",
            "UPDATE {heads} SET version = 19, hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 19) WHERE {ofAcme}"),
        Of(
            "a head with another hash",
            "version 21: the head stands here and its hash is not the entry's",
            "UPDATE {heads} SET hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 20) WHERE {ofAcme}"),
        Of("no head", "company acme: it has no head", "DELETE FROM {heads} WHERE {ofAcme}"),
        Of("an event's id", "version 20: event event-18 is booked already; " + Chain, "UPDATE {entries} SET event_text = 'event-18' WHERE {ofAcme} AND version = 20"),
        Of(
            "an event under another key",
            "version 3: event event-10 is stored under another key than its own; " + Chain,
            "UPDATE {entries} SET event_key = (SELECT event_key FROM {entries} WHERE {ofAcme} AND version = 3), event_text = 'event-10' WHERE {ofAcme} AND version = 3"),
        Of(
            "an event under another event's key",
            "version 14: event event-2 is booked already; " + Chain,
            "DROP INDEX {index}; UPDATE {entries} SET event_key = (SELECT event_key FROM {entries} WHERE {ofAcme} AND version = 2), event_text = 'event-2' WHERE {ofAcme} AND version = 14"),
        Of(
            "an entry that is there twice",
            "version 22: event event-2 is booked already; " + Chain,
            "DROP INDEX {index}; CREATE TEMP TABLE again AS SELECT * FROM {entries} WHERE {ofAcme} AND version = 2; UPDATE again SET version = 22; "
            + "INSERT INTO {entries} SELECT * FROM again; UPDATE {heads} SET version = 22 WHERE {ofAcme}"),
        Of(
            "an entry under another company",
            "company zeta, version 4: 61000 ms are booked as 66000 ms; " + Chain,
            "UPDATE {heads} SET version = 20, hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 20) WHERE {ofAcme}; "
            + "UPDATE {heads} SET version = 4 WHERE company_no = (SELECT company_no FROM {companies} WHERE company_id = 'zeta'); "
            + "UPDATE {entries} SET version = 4, company_no = (SELECT company_no FROM {companies} WHERE company_id = 'zeta') WHERE {ofAcme} AND version = 21"),
        Of("an entry's other content", "version 1: the entry cannot be read: ", "UPDATE {entries} SET payload = {0900} WHERE {ofAcme} AND version = 1"),
        Of(
            "a price rule",
            "company beta, version 2: 1750000 millionths of a credit are booked, and its rule makes 1900000",
            "UPDATE {price_rules} SET cost_per_minute_micro = 600000"),
        new(
            "a duplicate under another key, the chain made to hold",
            InAcme("version 22: event event-4 is booked already"),
            async (store, acme) =>
            {
                await acme.AppendAsync(acme.Use("disguised", 1, 5), hashedAs: acme.Use("event-4", 1, 5));
                await store.ExecuteAsync("UPDATE {entries} SET event_text = 'event-4' WHERE {ofAcme} AND version = 22");
            }),
        new(
            "a quantity, the chain made to hold",
            InAcme("version 22: 5000 ms are booked as 4000 ms"),
            (_, acme) => acme.AppendAsync(acme.Use("generous", 1, 5_000) with { Quantity = 4_000 })),
        new(
            "a quantity that the plan's increment does not make, the chain made to hold",
            InAcme("version 22: 61000 ms are booked as 61000 ms"),
            (_, acme) => acme.AppendAsync(acme.Use("not rounded", 3_002, 61_000))),
        new(
            "a transaction",
            InAcme("version 22: " + Chain),
            (_, acme) => acme.AppendAsync(Grant(acme, 2_000_000), hashedAs: Grant(acme, 1_000_000))),
        new(
            "a month that is closed twice",
            InAcme("version 23: months are closed through 2025-01 already"),
            async (_, acme) =>
            {
                for (var i = 0; i < 2; i++)
                    await acme.AppendAsync(new MonthCloseEntry { Version = acme.Version + 1, RecordedAt = Later, Through = new CalendarMonth(2025, 1), Transactions = [] });
            }),
        new(
            "a correction of an event that is not there",
            InAcme("version 22: it corrects event event-3, and version 2 books event event-2"),
            (_, acme) => acme.AppendAsync(Void(acme, eventVersion: 2, "event-3"))),
        new(
            "a snapshot's bytes",
            InAcme("version 21: the snapshot of this version cannot be read"),
            (_, acme) =>
            {
                var snapshot = acme.Snapshot();
                snapshot.Books[snapshot.Books.Length / 2] ^= 1;
                return acme.SaveAsync(snapshot);
            }),
        new(
            "a use of a snapshot that stays packed where a server starts from it, its checksum made to hold",
            InAcme("version 621: the snapshot of this version cannot be read"),
            async (_, acme) =>
            {
                var books = acme.Books();
                UsageEntry[] uses = [.. Enumerable.Range(0, 600).Select(i =>
                    acme.Use($"packed-{i}", i, 60_000 * (1 + (i % 5))) with { Version = acme.Version + 1 + i })];
                await acme.AppendAsync(uses);
                books.Apply(uses);
                var snapshot = BooksSnapshot.Encode(books);
                await acme.SaveAsync(new SnapshotRecord(books.Version, acme.Hash, SnapshotBytes.Change(snapshot, snapshot.Length - 400)));
            }),
        new(
            "a snapshot's figures, its checksum made to hold",
            InAcme("version 21: in the snapshot of this version the report of all time has 13 events, 13 interviews and 792133 of interview_minutes (Minutes); the entries make 13, 13 and 786133"),
            (_, acme) => acme.SaveAsync(acme.Snapshot(entry => entry.Version == 21 ? (UsageEntry)entry with { Quantity = 72_000 } : entry))),
        new(
            "a snapshot's use in another month, its checksum made to hold",
            InAcme("version 21: in the snapshot of this version the report of the month from 2025-05-01T00:00:00Z on has 0 cost keys; the entries make 1"),
            (_, acme) => acme.SaveAsync(acme.Snapshot(entry => entry is UsageEntry { Event.EventId: "rounded" } use
                ? use with { Event = use.Event with { OccurredAt = WrittenCompany.January.Plus(TimeSpan.FromHours(2_300)) } }
                : entry))),
        new(
            "a snapshot of another chain",
            InAcme("version 21: the snapshot is of this version and its hash is not the entry's"),
            (_, acme) => acme.Snapshot() is var snapshot ? acme.SaveAsync(snapshot with { Hash = [.. snapshot.Hash.Reverse()] }) : Task.CompletedTask),
        new(
            "a snapshot ahead of the head",
            InAcme("version 30: the snapshot is of this version, and the head stands at 21"),
            (_, acme) => acme.SaveAsync(acme.Snapshot() with { Version = 30 })),
    ];

    private static Instant Later => WrittenCompany.January.Plus(TimeSpan.FromDays(40));

    public override string ToString() => Kind;

    private static Corruption Of(string kind, string finding, string sql) =>
        new(kind, finding.StartsWith("company", StringComparison.Ordinal) ? finding : InAcme(finding), (store, _) => store.ExecuteAsync(sql));

    private static string InAcme(string finding) => "company acme, " + finding;

    private static TransactionEntry Grant(WrittenCompany company, long amountMicro) => new()
    {
        Version = company.Version + 1,
        RecordedAt = Later,
        Transaction = new BillingTransaction { Id = "grant", Type = TransactionType.Grant, AmountMicro = amountMicro, Currency = BillingTransaction.Credits, CreatedAt = Later },
    };

    private static CorrectionEntry Void(WrittenCompany company, long eventVersion, string eventId)
    {
        var booked = (UsageEntry)company.Entries[(int)eventVersion - 1];
        return new CorrectionEntry
        {
            Version = company.Version + 1,
            RecordedAt = Later,
            Request = new CorrectionRequest { CorrectionId = "void", EventId = eventId, Kind = CorrectionKind.Void, Reason = "none" },
            EventVersion = eventVersion,
            PreviousVersion = 0,
            OccurredAt = booked.Event.OccurredAt,
            IsTest = false,
            Before = BookedUse.Of(booked),
            After = null,
        };
    }
}
