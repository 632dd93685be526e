using System.Net.Http.Json;
using UsageCluster.TestKit.Postgres;

namespace UsageCluster.Faults.Tests.Database;

/// <summary>The connection goes at the worst moments of a write; whether it took place is found out by the repeat.</summary>
public sealed class CommitTests
{
    private const string Append = "INSERT INTO usage.entries";

    [OwnPostgresFact]
    public async Task A_connection_that_is_reset_before_in_or_after_the_commit_of_an_event_leaves_it_booked_once()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var proxy = WireProxy.Before(ledger);
        await using var server = await AskedServer.StartAsync(proxy.Through(ledger));
        Assert.Equal("accepted", await server.SendAsync("first"));

        Func<WireMessage, bool>[] moments =
        [
            message => message.Asks('B', Append), // Before the statement is there.
            message => message.Asks('S', Append), // It is, and nothing tells the server to commit.
            message => message.Answers('C', Append), // The server has committed, and its answer is lost.
        ];
        foreach (var (moment, told) in moments.Zip(["accepted", "accepted", "duplicate"]))
        {
            var id = Guid.NewGuid().ToString();
            var cut = CutAt(proxy, moment);
            Assert.Null(await server.Runtime.TrySendAsync([AskedServer.Event(id)]));
            await cut;
            Assert.Equal(told, await server.SendAsync(id));
        }

        Assert.Equal(4, (await server.EventsAsync())["interview_minutes"]);
        Assert.Equal(4, await server.HistoryAsync());
        await AuditedLedger.AssertWellAsync("--ledger", ledger);
    }

    [OwnPostgresFact]
    public async Task A_commit_that_nobody_answers_is_not_acknowledged_though_the_rows_before_it_were()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var proxy = WireProxy.Before(ledger);
        await using var server = await AskedServer.StartAsync(proxy.Through(ledger), ("Postgres__StatementTimeout", "1"));
        Assert.Equal("accepted", await server.SendAsync("first"));

        // The server is asked for its rows, and never to commit.
        WireConnection? held = null;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Watcher = async message =>
        {
            if (!message.Asks('S', Append) || Interlocked.CompareExchange(ref held, message.Connection, null) is not null)
                return;
            await message.Connection.SendToServerAsync('H');
            await end.Task;
        };
        var told = await server.Runtime.TrySendAsync([AskedServer.Event("unanswered")]);
        held!.Cut();
        end.SetResult();

        Assert.Null(told);
        Assert.Equal("accepted", await server.SendAsync("unanswered"));
        Assert.Equal(2, (await server.EventsAsync())["interview_minutes"]);
        await AuditedLedger.AssertWellAsync("--ledger", ledger);
    }

    [OwnPostgresFact]
    public async Task A_connection_that_is_reset_in_the_commit_of_a_change_has_it_made_once_by_the_repeat()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var proxy = WireProxy.Before(ledger);
        await using var server = await AskedServer.StartAsync(proxy.Through(ledger));
        using var admin = new HttpClient { BaseAddress = server.Process.Url };
        admin.DefaultRequestHeaders.Add("X-API-Key", AskedServer.AdminKey);

        foreach (var (name, moment) in new (string, Func<WireMessage, bool>)[]
        {
            ("Not asked for", message => !message.IsFromServer && message.Sql == "COMMIT"),
            ("Not answered", message => message is { IsFromServer: true, Type: 'C', Sql: "COMMIT" }),
        })
        {
            var answers = new SeenAnswers();
            var body = new { companyName = name, billingSystem = "minutes" };
            var cut = CutAt(proxy, moment);
            Assert.Null(await answers.ReadAsync(admin.PutAsJsonAsync("/admin/companies/acme", body)));
            Assert.Empty(answers.Wrong);
            Assert.StartsWith("Whether the write took place is not known yet.", Assert.Single(answers.Details), StringComparison.Ordinal);
            await cut;
            await Until.HoldsAsync(
                async () => await answers.ReadAsync(admin.PutAsJsonAsync("/admin/companies/acme", body)) is not null,
                () => server.Process.Log);
            Assert.Equal(name, (await server.Admin.GetAsync("/admin/companies/acme")).GetProperty("companyName").GetString());
        }

        Assert.Equal(2, await PostgresServer.ScalarAsync<long>(ledger, "SELECT count(*) FROM usage.audit WHERE action = 'company.put' AND after_json LIKE '%Not a%'"));
    }

    [OwnPostgresFact]
    public async Task Connections_that_say_nothing_any_more_are_given_up_and_what_they_carried_is_booked_once()
    {
        await using var postgres = await PostgresServer.StartOwnAsync();
        var ledger = await postgres.CreateDatabaseAsync();
        await using var proxy = WireProxy.Before(ledger);
        await using var server = await LoadedServer.StartAsync(["--ledger", proxy.Through(ledger)], seed: 41, ("Postgres__StatementTimeout", "1"));

        // Those that are open, as after a server that lost its power: a further one finds the next server.
        var never = new TaskCompletionSource();
        var silent = proxy.Connections.ToHashSet();
        proxy.Watcher = message => silent.Contains(message.Connection) ? never.Task : Task.CompletedTask;
        await server.RefusesAsync();
        await server.WorksAsync(60);

        // All of them, as behind a network that drops packets; what was sent meanwhile arrives late.
        proxy.Watcher = _ => never.Task;
        await server.RefusesAsync("did not answer in time");
        proxy.Watcher = null;
        never.SetResult();
        await server.WorksAsync();

        await server.FinishAsync(ledger);
    }

    /// <summary>Resets the connection of the first message of the kind, in place of passing it on. Completes then.</summary>
    private static Task CutAt(WireProxy proxy, Func<WireMessage, bool> moment)
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        proxy.Watcher = message =>
        {
            if (moment(message) && cut.TrySetResult())
                message.Connection.Cut();
            return Task.CompletedTask;
        };
        return cut.Task;
    }
}
