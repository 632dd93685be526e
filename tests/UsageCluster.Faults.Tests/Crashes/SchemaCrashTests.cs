using UsageCluster.Ledger.Postgres;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Postgres;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A process dies while it brings the schema up to date, again and again in the same store; what comes after serves as from a new one.</summary>
public sealed class SchemaCrashTests : IAsyncLifetime
{
    private const string NotedVersion = "INSERT INTO usage.schema_version";
    private const string Versions = "SELECT count(*) FROM usage.schema_version";

    private static readonly string[] Files =
        [.. typeof(PostgresStore).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private PostgresServer _server = null!;

    public async Task InitializeAsync() => _server = await PostgresServer.StartNewAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task On_SQLite_each_file_is_applied_whole_and_once_wherever_the_process_died()
    {
        await using var store = CrashStore.OnSqlite();
        (long Leaves, string[] Plan)[] deaths =
        [
            (0, ["CREATE TABLE ledger_entries"]),
            (0, ["begins PRAGMA user_version = 1"]),
            (0, ["begins PRAGMA user_version = 1", "write log", "write log"]),
            (1, ["begins PRAGMA user_version = 1", "done COMMIT"]),
            (1, ["begins PRAGMA user_version = 2"]),
            // The log's beginning is synced by itself.
            (2, ["begins PRAGMA user_version = 2", "write log", "write log", "write log", "synced log"]),
            (2, ["begins PRAGMA user_version = 3", "begins COMMIT"]),
            (3, ["begins PRAGMA user_version = 3", "done COMMIT"]),
        ];
        foreach (var (leaves, plan) in deaths)
        {
            var file = Path.Combine(store.Folder, "plan");
            await File.WriteAllLinesAsync(file, plan);
            await Assert.ThrowsAsync<InvalidOperationException>(() => CrashProcess.StartAsync(store.Arguments, file));
            File.Delete(file);
            Assert.Equal(leaves, await store.ExecuteAsync("PRAGMA user_version"));
        }

        await AssertServesAsync(store);
    }

    [Fact]
    public async Task On_PostgreSQL_all_files_are_applied_or_none_wherever_the_process_died()
    {
        await using var store = await CrashStore.OnPostgresAsync(_server);
        List<Func<WireMessage, bool>> deaths =
        [
            message => message.Asks('B', "CREATE SCHEMA"),
            message => message.Asks('B', "CREATE TABLE usage.entries"),
            message => message.Answers('C', "CREATE TABLE usage.entries"),
            After(Files.Length, message => message.Asks('Q', "COMMIT")),
        ];
        for (var number = 1; number <= Files.Length; number += 2)
            deaths.Add(After(number, message => message.Asks('B', NotedVersion)));
        foreach (var death in deaths)
        {
            await DieAtAsync(store, death);
            Assert.Equal(0L, await store.ExecuteAsync("SELECT count(*) FROM pg_namespace WHERE nspname = 'usage'"));
        }

        await DieAtAsync(store, After(Files.Length, message => message.Answers('C', "COMMIT")));
        Assert.Equal((long)Files.Length, await store.ExecuteAsync(Versions));
        await AssertServesAsync(store);
    }

    [Fact]
    public async Task On_PostgreSQL_a_store_of_the_first_version_is_brought_up_to_date_wherever_the_process_died()
    {
        await using var store = await CrashStore.OnPostgresAsync(_server);
        using (var first = new StreamReader(typeof(PostgresStore).Assembly.GetManifestResourceStream(Files[0])!))
        {
            await store.ExecuteAsync(
                $"""
                CREATE SCHEMA usage;
                CREATE TABLE usage.schema_version (version integer PRIMARY KEY, file text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                INSERT INTO usage.schema_version (version, file) VALUES (1, '{Files[0]}');
                {await first.ReadToEndAsync()}
                """);
        }

        // Between each file and the next.
        for (var number = 1; number < Files.Length; number++)
        {
            await DieAtAsync(store, After(number, message => message.Answers('C', NotedVersion)));
            Assert.Equal(1L, await store.ExecuteAsync(Versions));
        }

        await AssertServesAsync(store);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_PostgreSQL_a_second_process_waits_for_the_one_that_applies_the_schema_and_serves_whether_that_one_dies_or_not(bool dies)
    {
        await using var store = await CrashStore.OnPostgresAsync(_server);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Proxy!.Watcher = message =>
        {
            if (!message.Asks('B', "CREATE TABLE usage.entries"))
                return Task.CompletedTask;
            held.TrySetResult();
            return goOn.Task;
        };
        var firstId = 0;
        var first = CrashProcess.StartAsync(store.Arguments, "", id => firstId = id);
        await held.Task.WaitAsync(ServerProcess.Timeout);
        var second = CrashProcess.StartAsync(store.Place, "");
        await CrashWorld.UntilAsync(async () => await store.ExecuteAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") is > 0L);

        if (dies)
        {
            Assert.True(Signals.Kill(firstId));
            store.Proxy.CutAll();
        }

        goOn.SetResult();
        if (dies)
            await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        else
            await (await first).DisposeAsync();
        await (await second).DisposeAsync();
        Assert.Equal((long)Files.Length, await store.ExecuteAsync(Versions));
        await AssertServesAsync(store);
    }

    /// <summary>The first such message once so many versions were noted, which others send and get too.</summary>
    private static Func<WireMessage, bool> After(int versions, Func<WireMessage, bool> isIt)
    {
        var noted = 0;
        return message => (message.Asks('B', NotedVersion) ? Interlocked.Increment(ref noted) : Volatile.Read(ref noted)) >= versions && isIt(message);
    }

    private static async Task DieAtAsync(CrashStore store, Func<WireMessage, bool> isTheMoment)
    {
        int id = 0, reached = 0;
        store.Proxy!.Watcher = message =>
        {
            if (isTheMoment(message) && Interlocked.Exchange(ref reached, 1) == 0)
            {
                Assert.True(Signals.Kill(id));
                message.Connection.Cut();
            }

            return Task.CompletedTask;
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => CrashProcess.StartAsync(store.Arguments, "", began => id = began));
        store.Proxy.Watcher = null;
        Assert.True(reached == 1, "The process did not come that far.");
        // What the server still had of it is undone, or done.
        await CrashWorld.UntilAsync(async () => await store.ExecuteAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'") is 0L);
    }

    /// <summary>As from a new store: a company, an event, its figure, and the audit.</summary>
    private static async Task AssertServesAsync(CrashStore store)
    {
        await using var server = await CrashProcess.StartAsync(store.Place, "");
        using var admin = new UsageApi(server.Url, CrashWorld.AdminKey);
        await admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
        using var runtime = new UsageApi(server.Url, await admin.RuntimeKeyAsync());
        object sent = new { eventId = "event", companyId = "acme", occurredAt = "2025-03-01T12:00:00Z", durationSeconds = 90 };
        await CrashWorld.UntilAsync(async () => await runtime.TrySendAsync([sent]) is [("accepted" or "duplicate")]);
        await store.AssertWellAsync();
    }
}
