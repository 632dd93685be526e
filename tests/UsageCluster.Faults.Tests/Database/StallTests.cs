using System.Net.Http.Json;
using System.Text.Json;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>A server that answers, but not in time.</summary>
public sealed class StallTests
{
    [OwnPostgresFact]
    public async Task Locks_of_others_and_slow_statements_are_waited_for_so_long_and_no_longer()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var server = await LoadedServer.StartAsync(
            ["--ledger", ledger], seed: 61, ("Postgres__LockTimeout", "1"), ("Postgres__StatementTimeout", "2"));

        await using (await HeldConnection.OpenAsync(ledger, "BEGIN; LOCK TABLE usage.heads IN ACCESS EXCLUSIVE MODE"))
            await server.RefusesAsync("did not answer in time");
        await server.WorksAsync();

        await SlowDownAsync(ledger, seconds: "0.2");
        await server.WorksAsync();
        await SlowDownAsync(ledger, seconds: "3");
        await server.RefusesAsync();
        await PostgresServer.ExecuteAsync(ledger, "DROP TRIGGER slow ON usage.entries");
        await server.WorksAsync();

        await server.FinishAsync();
    }

    [OwnPostgresFact]
    public async Task A_process_that_stands_still_within_a_change_holds_up_no_other_for_long_and_makes_it_by_the_repeat()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var proxy = WireProxy.Before(ledger);
        await using var still = await AskedServer.StartAsync(proxy.Through(ledger), ("Postgres__StatementTimeout", "1"));
        await using var other = await AskedServer.StartAsync(ledger);
        using var stillAdmin = Admin(still);
        using var otherAdmin = Admin(other);
        var answers = new SeenAnswers();

        var isThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Watcher = message => !message.IsFromServer && message.Sql == "COMMIT" && isThere.TrySetResult() ? goesOn.Task : Task.CompletedTask;
        var change = ChangeAsync(stillAdmin, "Still");
        await isThere.Task.WaitAsync(ServerProcess.Timeout);
        await Until.HoldsAsync(async () => await ChangeAsync(otherAdmin, "Other") is not null, () => other.Process.Log);
        goesOn.SetResult();
        Assert.Null(await change);
        Assert.Equal("Other", (await other.Admin.GetAsync("/admin/companies/acme")).GetProperty("companyName").GetString());

        await Until.HoldsAsync(async () => await ChangeAsync(stillAdmin, "Still") is not null, () => still.Process.Log);
        Assert.Equal("Still", (await still.Admin.GetAsync("/admin/companies/acme")).GetProperty("companyName").GetString());
        Assert.Empty(answers.Wrong);
        await AuditedLedger.AssertWellAsync("--ledger", ledger);

        Task<JsonElement?> ChangeAsync(HttpClient admin, string name) =>
            answers.ReadAsync(admin.PutAsJsonAsync("/admin/companies/acme", new { companyName = name, billingSystem = "minutes" }));
    }

    private static HttpClient Admin(AskedServer server)
    {
        var admin = new HttpClient { BaseAddress = server.Process.Url };
        admin.DefaultRequestHeaders.Add("X-API-Key", AskedServer.AdminKey);
        return admin;
    }

    private static Task SlowDownAsync(string ledger, string seconds) => PostgresServer.ExecuteAsync(
        ledger,
        $"""
        CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END';
        CREATE OR REPLACE TRIGGER slow AFTER INSERT ON usage.entries FOR EACH STATEMENT EXECUTE FUNCTION slow();
        """);
}
