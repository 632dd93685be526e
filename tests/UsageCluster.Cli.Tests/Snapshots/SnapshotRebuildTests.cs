using System.Text.Json;
using UsageCluster.Actors.Ports;
using UsageCluster.Cli.Auditing;
using UsageCluster.Cli.Snapshots;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Tests.Snapshots;

[Collection(StoreCollection.Name)]
public class SnapshotRebuildTests(PostgresServerFixture postgres)
{
    private static readonly string[] Rebuild = ["snapshots", "rebuild"];

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_snapshot_that_is_off_gives_way_to_one_that_the_entries_make_and_right_ones_stay(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(Wrong(acme));
        var ofBeta = await SnapshotOfAsync(store, "beta");

        var run = await store.RunAsync(Rebuild);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.StartsWith("company acme, version 21: in the snapshot of this version the report of all time has 13 events", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            ": rebuilt as of version 21\n3 companies, 2 snapshots: 1 off, 1 rebuilt, 1 unchanged\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        await store.AssertWellAsync();
        Assert.Equal(acme.Snapshot().Books, (await SnapshotOfAsync(store, "acme")).Books);
        Assert.Equal(ofBeta.Books, (await SnapshotOfAsync(store, "beta")).Books);

        var again = await store.RunAsync(Rebuild);
        Assert.Equal((0, "3 companies, 2 snapshots: 0 off, 0 rebuilt, 2 unchanged\n"), (again.ExitCode, again.Output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task A_snapshot_ahead_of_the_head_that_no_server_could_replace_is_rebuilt()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(acme.Snapshot() with { Version = 1_000_000 });

        Assert.Equal(0, (await store.RunAsync(Rebuild)).ExitCode);

        await store.AssertWellAsync();
        Assert.Equal(21, (await SnapshotOfAsync(store, "acme")).Version);
    }

    [Fact]
    public async Task Snapshots_of_grains_are_rebuilt_in_their_place_and_under_the_version_that_their_silo_knows()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Postgres, postgres);
        var acme = await Companies.WriteAsync(store);
        await store.PutAsync("one", Wrong(acme));
        await store.PutAsync("two", acme.Snapshot());
        await store.PutAsync("of another program", [9, 9]);

        var run = await store.RunAsync([.. Rebuild, "--json"]);

        var json = JsonElement.Parse(run.Output);
        Assert.Equal((1, 1, 3), (json.GetProperty("off").GetInt32(), json.GetProperty("rebuilt").GetInt32(), json.GetProperty("unchanged").GetInt32()));
        await store.AssertWellAsync();
        Assert.Equal("of another program 1 0909 \n", (await store.QueryAsync("SELECT service_id, version, payload FROM usage.grain_state WHERE length(payload) = 2")).ReplaceLineEndings("\n"));
        Assert.Equal("1 \n", (await store.QueryAsync("SELECT DISTINCT version FROM usage.grain_state")).ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_a_server_saves_meanwhile_stays(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(Wrong(acme));
        await using var rows = await store.RowsAsync();
        await using var snapshots = await store.SnapshotRowsAsync();
        var company = (await rows.FindCompanyAsync("acme", default))!;
        var seen = Assert.Single(await rows.SnapshotsAsync(company, default));
        var right = acme.Snapshot();
        await acme.AppendAsync(acme.Use("meanwhile", 1, 1));
        await acme.SaveAsync(acme.Snapshot());

        Assert.False(await snapshots.ReplaceAsync(company, seen, right, default));

        Assert.Equal(22, (await SnapshotOfAsync(store, "acme")).Version);
        await store.AssertWellAsync();
    }

    [Fact]
    public async Task One_that_was_off_and_is_overtaken_is_not_called_right()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(Wrong(acme));
        await using var rows = await store.RowsAsync();
        await using var overtaken = new OvertakenRows();
        var findings = new List<SnapshotFinding>();
        var rebuild = new SnapshotRebuild(
            rows,
            overtaken,
            all: false,
            finding =>
            {
                findings.Add(finding);
                return Task.CompletedTask;
            },
            new AuditOptions());

        Assert.False(await rebuild.RunAsync([], default));
        Assert.Equal(SnapshotOutcome.Overtaken, Assert.Single(findings).Outcome);
    }

    [Fact]
    public async Task A_dry_run_says_what_is_off_and_changes_nothing()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await Companies.WriteAsync(store);
        var wrong = Wrong(acme);
        await acme.SaveAsync(wrong);

        var run = await store.RunAsync([.. Rebuild, "--dry-run"]);

        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith("1 off, 1 would be rebuilt, 1 unchanged", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(wrong.Books, (await SnapshotOfAsync(store, "acme")).Books);
    }

    [Fact]
    public async Task All_brings_right_ones_to_the_head()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);

        var run = await store.RunAsync([.. Rebuild, "--all", "--company", "acme"]);

        Assert.Equal(
            (0, "company acme, version 12: rebuilt as of version 21\n1 companies, 1 snapshots: 0 off, 1 rebuilt, 0 unchanged\n"),
            (run.ExitCode, run.Output.ReplaceLineEndings("\n")));
        await store.AssertWellAsync();
    }

    [Fact]
    public async Task Nothing_is_made_of_a_ledger_that_is_off()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await Companies.WriteAsync(store);
        var wrong = Wrong(acme);
        await acme.SaveAsync(wrong);
        await store.ExecuteAsync("UPDATE {entries} SET occurred_at = occurred_at + 1 WHERE {ofAcme} AND version = 9");

        var run = await store.RunAsync(Rebuild);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("company acme, version 9: the hash is not that of the entry and those before it: the ledger itself is off", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 snapshots: 0 off, 0 rebuilt, 1 unchanged; 1 ledgers with something off", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(wrong.Books, (await SnapshotOfAsync(store, "acme")).Books);
    }

    /// <summary>A snapshot that a server takes: only its figures are wrong.</summary>
    private static SnapshotRecord Wrong(WrittenCompany company) =>
        company.Snapshot(entry => entry is UsageEntry { Event.EventId: "rounded" } use ? use with { Quantity = 72_000 } : entry);

    private sealed class OvertakenRows : ISnapshotRows
    {
        public Task<bool> ReplaceAsync(StoredCompany company, StoredSnapshot seen, SnapshotRecord by, CancellationToken cancellationToken) => Task.FromResult(false);

        public ValueTask DisposeAsync() => default;
    }

    private static async Task<SnapshotRecord> SnapshotOfAsync(StoreCase store, string companyId) => (await store.Snapshots.LoadAsync(companyId, default))!;
}
