using System.Text.Json;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Network;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Cli.Tests.Commands;

[Collection(StoreCollection.Name)]
public class ExitCodeTests(PostgresServerFixture postgres)
{
    [Fact]
    public async Task A_directory_without_a_store_cannot_be_checked_and_stays_as_it_is()
    {
        using var folder = new TempFolder();
        var missing = folder.Under("missing");

        var run = await CliRun.OfAsync("audit", "--data", missing);

        AssertFailed(run, $"usage: There is no database {Path.Combine(missing, "usage.db")}.");
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task A_file_that_is_no_database_cannot_be_checked()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Under("usage.db"), new string('x', 10_000));

        AssertFailed(await CliRun.OfAsync("audit", "--data", folder.Path), "usage: The database cannot be read: ");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_cannot_be_checked_also_in_json()
    {
        var connection = $"Host=127.0.0.1;Port={LoopbackPort.Free()};Database=usage;Username=u;Password=hidden-word";

        var run = await CliRun.OfAsync("audit", "--ledger", connection, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Matches(@"^usage: PostgreSQL: [^\n]+\n$", run.Errors);
        Assert.DoesNotContain("hidden-word", run.Errors + run.Output, StringComparison.Ordinal);
        var json = JsonElement.Parse(run.Output);
        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.StartsWith("PostgreSQL: ", json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_a_ledger_cannot_be_checked()
    {
        await using var store = await StoreCase.MakeAsync(StoreKind.Postgres, postgres);

        AssertFailed(await store.AuditAsync(), "usage: PostgreSQL: no ledger lies in this database.");
    }

    [Fact]
    public async Task What_is_no_connection_string_is_not_repeated() =>
        AssertFailed(await CliRun.OfAsync("audit", "--ledger", "Secret=hidden-word"), "usage: The connection string of the ledger cannot be read.");

    [Theory]
    [InlineData(StoreKind.Sqlite, "PRAGMA user_version = 9999")]
    [InlineData(StoreKind.Postgres, "INSERT INTO usage.schema_version (version, file) VALUES (9999, '9999_later.sql')")]
    public async Task A_store_of_a_newer_program_cannot_be_checked(StoreKind kind, string sql)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await store.ExecuteAsync(sql);

        AssertFailed(await store.AuditAsync(), "usage: The database has schema version 9999; ");
    }

    [Fact]
    public async Task A_company_that_does_not_exist_cannot_be_checked()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Sqlite, postgres);
        await Companies.WriteAsync(store);

        AssertFailed(await store.AuditAsync("--company", "acme", "--company", "nobody"), "usage: There is no company nobody.");
    }

    [Theory]
    [InlineData("See usage --help.")]
    [InlineData("See usage --help.", "nonsense")]
    [InlineData("See usage audit --help.", "audit", "--nonsense")]
    [InlineData("See usage audit --help.", "audit", "--company")]
    [InlineData("See usage snapshots rebuild --help.", "snapshots", "rebuild", "--nonsense")]
    [InlineData("See usage backup --help.", "backup")]
    [InlineData("--data and --ledger exclude each other. See usage audit --help.", "audit", "--data", "x", "--ledger", "Host=y")]
    public async Task Bad_usage_is_one_line_that_leads_to_the_help(string end, params string[] arguments)
    {
        var run = await CliRun.OfAsync(arguments);

        AssertFailed(run, "usage: ");
        Assert.EndsWith(end, run.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task The_program_ends_with_the_audits_exit_code_and_takes_the_ledger_from_its_environment(bool isOff, int exitCode)
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Postgres, postgres);
        await Companies.WriteAsync(store);
        if (isOff)
            await store.ExecuteAsync("DELETE FROM {entries} WHERE {ofAcme} AND version = 2");
        using var secrets = new TempFolder();
        await File.WriteAllTextAsync(secrets.Under("ConnectionStrings__Ledger"), store.ConnectionString + "\n");

        Assert.Equal(exitCode, await ExitCodeAsync(("ConnectionStrings__Ledger", store.ConnectionString!)));
        Assert.Equal(exitCode, await ExitCodeAsync(("USAGE_SECRETS_DIR", secrets.Path)));
    }

    private static async Task<int> ExitCodeAsync((string Name, string Value) variable) => (await ProgramRun.OfUsageAsync(["audit"], variable)).ExitCode;

    private static void AssertFailed(CliRun run, string start)
    {
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(start, run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.TrimEnd().Split('\n'));
    }
}
