using System.Net.Http.Json;
using UsageCluster.TestKit.Postgres;

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
    public async Task A_session_that_the_server_ends_within_a_change_leaves_the_change_to_its_repeat()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var server = await AskedServer.StartAsync(ledger);
        using var admin = new HttpClient { BaseAddress = server.Process.Url };
        admin.DefaultRequestHeaders.Add("X-API-Key", AskedServer.AdminKey);
        var answers = new SeenAnswers();
        var changes = 0;

        await postgres.ExecuteAsync("ALTER ROLE postgres SET idle_in_transaction_session_timeout = '1ms'");
        await HeldConnection.EndOthersAsync(ledger);
        await Until.HoldsAsync(async () => await ChangeAsync() is false || answers.Wrong.Count > 0, () => "every change was made");
        await postgres.ExecuteAsync("ALTER ROLE postgres RESET idle_in_transaction_session_timeout");
        await HeldConnection.EndOthersAsync(ledger);
        await Until.HoldsAsync(ChangeAsync, () => server.Process.Log);

        Assert.Empty(answers.Wrong);
        Assert.Equal($"Acme {changes}", (await server.Admin.GetAsync("/admin/companies/acme")).GetProperty("companyName").GetString());
        await AuditedLedger.AssertWellAsync("--ledger", ledger);

        async Task<bool> ChangeAsync() =>
            await answers.ReadAsync(admin.PutAsJsonAsync("/admin/companies/acme", new { companyName = $"Acme {++changes}", billingSystem = "minutes" })) is not null;
    }

    private static Task SlowDownAsync(string ledger, string seconds) => PostgresServer.ExecuteAsync(
        ledger,
        $"""
        CREATE OR REPLACE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END';
        CREATE OR REPLACE TRIGGER slow AFTER INSERT ON usage.entries FOR EACH STATEMENT EXECUTE FUNCTION slow();
        """);
}
