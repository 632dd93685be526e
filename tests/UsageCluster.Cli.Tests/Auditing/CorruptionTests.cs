using System.Text.Json;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Tests.Auditing;

/// <summary>Every corruption is found and the first entry that is off is named; the other companies are gone through all the same.</summary>
[Collection(StoreCollection.Name)]
public class CorruptionTests(PostgresServerFixture postgres)
{
    private const string Chain = "the hash is not that of the entry and those before it";

    /// <summary>What is done to acme behind the store's back, and what is to be found.</summary>
    public static TheoryData<StoreKind, string, string> Plants
    {
        get
        {
            (string Sql, string Finding)[] plants =
            [
                ("UPDATE {entries} SET quantity = quantity + 1 WHERE {ofAcme} AND version = 7", "version 7: 60007 ms are booked as 60008 ms; " + Chain),
                ("UPDATE {entries} SET quantity = 66000 WHERE {ofAcme} AND version = 7", "version 7: 60007 ms are booked as 66000 ms; " + Chain),
                ("UPDATE {entries} SET duration_ms = duration_ms - 1 WHERE {ofAcme} AND version = 8", "version 8: 60007 ms are booked as 60008 ms; " + Chain),
                ("UPDATE {entries} SET occurred_at = occurred_at + 1 WHERE {ofAcme} AND version = 9", "version 9: " + Chain),
                ("UPDATE {entries} SET recorded_at = recorded_at + 1 WHERE {ofAcme} AND version = 1", "version 1: " + Chain),
                ("UPDATE {entries} SET hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 12) WHERE {ofAcme} AND version = 11", "version 11: " + Chain),
                ("DELETE FROM {entries} WHERE {ofAcme} AND version = 5", "version 5: the entry is missing: version 6 comes next"),
                ("DELETE FROM {entries} WHERE {ofAcme} AND version = 21", "version 21: the entry is missing: the ledger ends at version 20, and the head stands at 21"),
                ("UPDATE {heads} SET version = 22 WHERE {ofAcme}", "version 22: the entry is missing: the ledger ends at version 21, and the head stands at 22"),
                (
                    "UPDATE {heads} SET version = 19, hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 19) WHERE {ofAcme}",
                    "version 20: the entry lies beyond the head, which stands at version 19"
                ),
                ("UPDATE {heads} SET hash = (SELECT hash FROM {entries} WHERE {ofAcme} AND version = 20) WHERE {ofAcme}", "version 21: the head stands here and its hash is not the entry's"),
                ("DELETE FROM {heads} WHERE {ofAcme}", "it has no head"),
                ("UPDATE {entries} SET event_text = 'event-18' WHERE {ofAcme} AND version = 20", "version 20: event event-18 is booked already; " + Chain),
                (
                    "UPDATE {entries} SET event_key = (SELECT event_key FROM {entries} WHERE {ofAcme} AND version = 3), event_text = 'event-10' WHERE {ofAcme} AND version = 3",
                    "version 3: event event-10 is stored under another key than its own; " + Chain
                ),
                (
                    "DROP INDEX {index}; UPDATE {entries} SET event_key = (SELECT event_key FROM {entries} WHERE {ofAcme} AND version = 2), event_text = 'event-2' WHERE {ofAcme} AND version = 14",
                    "version 14: event event-2 is booked already; " + Chain
                ),
            ];
            TheoryData<StoreKind, string, string> data = [];
            foreach (var (sql, finding) in plants)
            {
                data.Add(StoreKind.Sqlite, sql, finding);
                data.Add(StoreKind.Postgres, sql, finding);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task Rows_changed_behind_the_store_are_found(StoreKind kind, string sql, string finding)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync(sql);

        await AssertFindsAsync(store, "acme", finding);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "X'0900'")]
    [InlineData(StoreKind.Postgres, "decode('0900', 'hex')")]
    public async Task An_entry_that_cannot_be_read_is_named(StoreKind kind, string payload)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync($"UPDATE {{entries}} SET payload = {payload} WHERE {{ofAcme}} AND version = 1");

        await AssertFindsAsync(store, "acme", "version 1: the entry cannot be read: ");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_duplicate_under_another_key_is_found_even_if_the_chain_was_made_to_hold(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.AppendAsync(acme.Use("disguised", 1, 5), hashedAs: acme.Use("event-4", 1, 5));
        await store.ExecuteAsync("UPDATE {entries} SET event_text = 'event-4' WHERE {ofAcme} AND version = 22");

        await AssertFindsAsync(store, "acme", "version 22: event event-4 is booked already");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_wrong_quantity_is_found_even_if_the_chain_was_made_to_hold(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.AppendAsync(acme.Use("generous", 1, 5_000) with { Quantity = 4_000 });

        await AssertFindsAsync(store, "acme", "version 22: 5000 ms are booked as 4000 ms");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_quantity_that_the_plans_increment_does_not_make_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.AppendAsync(acme.Use("not rounded", 3_002, 61_000));

        await AssertFindsAsync(store, "acme", "version 22: 61000 ms are booked as 61000 ms");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Credits_that_no_rule_makes_are_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync(kind == StoreKind.Sqlite
            ? "UPDATE price_rules SET cost_per_minute_micro = 600000"
            : "UPDATE usage.price_rules SET cost_per_minute_micro = 600000");

        await AssertFindsAsync(store, "beta", "version 2: 1750000 millionths of a credit are booked, and its rule makes 1900000");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_damaged_snapshot_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        var snapshot = acme.Snapshot();
        snapshot.Books[snapshot.Books.Length / 2] ^= 1;
        await acme.SaveAsync(snapshot);

        await AssertFindsAsync(store, "acme", "version 21: the snapshot of this version cannot be read");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_snapshot_whose_figures_are_not_those_of_the_entries_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(acme.Snapshot(entry => entry.Version == 21 ? (UsageEntry)entry with { Quantity = 72_000 } : entry));

        await AssertFindsAsync(
            store, "acme", "version 21: in the snapshot of this version the report of all time has 13 events, 13 interviews and 792133 of interview_minutes (Minutes); the entries make 13, 13 and 786133");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_snapshot_that_has_a_use_in_another_month_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(acme.Snapshot(entry => entry is UsageEntry { Event.EventId: "rounded" } use
            ? use with { Event = use.Event with { OccurredAt = WrittenCompany.January.Plus(TimeSpan.FromHours(2_300)) } }
            : entry));

        await AssertFindsAsync(store, "acme", "version 21: in the snapshot of this version the report of the month from 2025-05-01T00:00:00Z on has 0 cost keys; the entries make 1");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_snapshot_of_another_chain_or_ahead_of_the_head_is_found(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        var snapshot = acme.Snapshot();
        await acme.SaveAsync(snapshot with { Hash = [.. snapshot.Hash.Reverse()] });

        await AssertFindsAsync(store, "acme", "version 21: the snapshot is of this version and its hash is not the entry's");

        await acme.SaveAsync(snapshot with { Version = 30 });
        await AssertFindsAsync(store, "acme", "version 30: the snapshot is of this version, and the head stands at 21");
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Of_several_companies_each_is_named_also_in_json(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync("UPDATE {entries} SET recorded_at = recorded_at + 1 WHERE version = 3");

        var run = await store.AuditAsync("--json");

        Assert.Equal(1, run.ExitCode);
        var json = JsonElement.Parse(run.Output);
        Assert.Equal(
            [("acme", 3, Chain), ("beta", 3, Chain), ("zeta", 3, Chain)],
            json.GetProperty("findings").EnumerateArray().Select(f =>
                (f.GetProperty("company").GetString()!, f.GetProperty("version").GetInt32(), f.GetProperty("what").GetString()!)));
        Assert.Equal(3, json.GetProperty("off").GetInt32());
    }

    private static async Task AssertFindsAsync(StoreCase store, string companyId, string finding)
    {
        var run = await store.AuditAsync();

        Assert.Equal("", run.Errors);
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        var separator = finding.StartsWith("version", StringComparison.Ordinal) ? ", " : ": ";
        Assert.StartsWith($"company {companyId}{separator}{finding}", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^3 companies, \d+ entries, \d+\.\d s: 1 with something off$", lines[1]);
        Assert.Equal(1, run.ExitCode);
    }
}
