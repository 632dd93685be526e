using System.Text.Json;
using UsageCluster.Actors.Companies;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Ledger;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Replaying;

[Collection(StoreCollection.Name)]
public class ReplayTests(PostgresServerFixture postgres)
{
    private const string AdminKey = "the-admin-key-of-the-replay-tests-0123";

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_right_snapshot_and_the_entries_behind_it_make_what_the_ledger_makes(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);

        var run = await store.RunAsync("replay", "--company", "acme");

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Matches(
            @"^company acme: replayed up to version 21\n\nthe snapshot of version 12 and the entries behind it: 0 of \d+ figures differ from the ledger's\n$",
            run.Output.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_figures_and_the_events_of_a_snapshot_that_is_off_are_shown(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(acme.Snapshot(Bent));
        await acme.AppendAsync(acme.Use("behind", 3_003, 66_000));

        var run = await store.RunAsync("replay", "--company", "acme");

        Assert.Equal(("", 1), (run.Errors, run.ExitCode));
        var lines = run.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("company acme: replayed up to version 22", lines[0]);
        Assert.Matches(@"^the snapshot of version 21 and the entries behind it: 2 of \d+ figures differ from the ledger's$", lines[2]);
        Assert.Matches("^time +cost key +focus +direction +resolution +unit +events +served +interviews +served +quantity +served +difference$", lines[3]);
        Assert.Matches(@"^2025-02 +screening +ms +(\d+) +\1 +0 +0 +\d+ +\d+ +-60009$", lines[4]);
        Assert.Matches("^2025-05 +interview_minutes +ms +2 +2 +2 +2 +132000 +138000 +6000$", lines[5]);
        Assert.Equal("they part at version 9 first", lines[7]);
        Assert.Matches(@"^2025-02-28T21:00:00Z +9 +01900009-0000-7000-8000-000000000000 +screening +ms +1 +1 +60009 +0$", lines[9]);
        Assert.Matches("^2025-05-06T01:00:00Z +21 +rounded +interview_minutes +ms +1 +1 +66000 +72000$", lines[10]);
    }

    [Fact]
    public async Task The_json_names_figures_and_the_first_entry_at_which_they_part()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        var acme = await Companies.WriteAsync(store);
        await acme.SaveAsync(acme.Snapshot(Bent));

        var run = await store.RunAsync("replay", "--company", "acme", "--json", "--from", "2025-05-01", "--to", "2025-06-01");

        Assert.Equal(1, run.ExitCode);
        var comparison = Assert.Single(JsonElement.Parse(run.Output).GetProperty("comparisons").EnumerateArray());
        Assert.Equal((false, 21), (comparison.GetProperty("agrees").GetBoolean(), comparison.GetProperty("firstVersion").GetInt32()));
        var figure = Assert.Single(comparison.GetProperty("figures").EnumerateArray());
        Assert.Equal(("2025-05", "interview_minutes"), (figure.GetProperty("time").GetString(), figure.GetProperty("figure").GetProperty("costKey").GetString()));
        Assert.Equal((66_000, 72_000), (figure.GetProperty("ledger").GetProperty("quantity").GetInt64(), figure.GetProperty("served").GetProperty("quantity").GetInt64()));
        Assert.Equal("rounded", Assert.Single(comparison.GetProperty("partings").EnumerateArray()).GetProperty("entries")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_ledger_that_is_off_is_not_compared()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);
        await store.ExecuteAsync("UPDATE {entries} SET occurred_at = occurred_at + 1 WHERE {ofAcme} AND version = 9");

        var run = await store.RunAsync("replay", "--company", "acme");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the ledger itself is off, nothing was compared: version 9: the hash is not", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anything_to_compare_with_it_cannot_be_done()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);

        var run = await store.RunAsync("replay", "--company", "zeta");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: There was nothing to compare with", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await store.RunAsync("replay", "--company", "nobody")).ExitCode);
        Assert.Equal(2, (await store.RunAsync("replay", "--company", "acme", "--from", "May")).ExitCode);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_running_server_is_asked_and_one_that_started_from_a_wrong_snapshot_is_found_out(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        // Of a short ledger a server looks for no snapshot.
        for (var version = 22; version <= new CompanyActorOptions().SnapshotAtDeactivationEntriesMin; version++)
            await acme.AppendAsync(acme.Use($"more-{version}", hours: version, 60_000));
        await acme.SaveAsync(acme.Snapshot(Bent));
        await store.CloseAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Under("key"), AdminKey);
        await using var server = await ServerProcess.StartAsync(store.Place, new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey });
        string[] ask = ["--url", server.Url.AbsoluteUri, "--key-file", folder.Under("key"), "--json"];

        var right = await store.RunAsync(["replay", "--company", "beta", .. ask, "--all"]);
        var wrong = await store.RunAsync(["replay", "--company", "acme", .. ask, "--from", "2025-05-01"]);

        Assert.Equal(("", 0), (right.Errors, right.ExitCode));
        var figures = Comparison(right, "the server").GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(["interview_minutes", null], figures.Select(f => f.GetProperty("figure").GetProperty("costKey").GetString()).Order().Reverse());
        Assert.Equal(("", 1), (wrong.Errors, wrong.ExitCode));
        Assert.Equal(21, Comparison(wrong, "the server").GetProperty("firstVersion").GetInt32());

        var refused = await store.RunAsync(["replay", "--company", "acme", "--url", server.Url.AbsoluteUri + "nowhere", "--key-file", folder.Under("key")]);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("usage: 404", refused.Errors, StringComparison.Ordinal);
    }

    private static JsonElement Comparison(CliRun run, string with) => JsonElement.Parse(run.Output).GetProperty("comparisons").EnumerateArray()
        .Single(c => c.GetProperty("with").GetString()!.StartsWith(with, StringComparison.Ordinal));

    // Two entries as a program with a defect might have counted them.
    private static LedgerEntry Bent(LedgerEntry entry) => entry switch
    {
        UsageEntry { Event.EventId: "rounded" } use => use with { Quantity = 72_000 },
        UsageEntry { Version: 9 } use => use with { Quantity = 0 },
        _ => entry,
    };
}
