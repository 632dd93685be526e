using System.Text.Json;
using UsageCluster.Cli.Tests.Support;

namespace UsageCluster.Cli.Tests.Auditing;

[Collection(StoreCollection.Name)]
public class CleanStoreTests(PostgresServerFixture postgres)
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_store_that_a_writer_holds_open_is_well_and_the_last_line_counts_it(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);

        var run = await store.AuditAsync();

        Assert.Equal("", run.Errors);
        Assert.Matches($@"^3 companies, {Companies.Entries} entries, \d+\.\d s: all well\r?\n$", run.Output);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task An_audit_takes_no_epoch_and_no_lease_and_the_writer_goes_on(StoreKind kind)
    {
        const string traces = "SELECT * FROM {heads} ORDER BY company_no";
        const string leases = "SELECT * FROM {leases} ORDER BY lease_no";
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        var acme = await Companies.WriteAsync(store);
        var before = await store.QueryAsync(traces) + await store.QueryAsync(leases);

        Assert.Equal(0, (await store.AuditAsync()).ExitCode);

        Assert.Equal(before, await store.QueryAsync(traces) + await store.QueryAsync(leases));
        await acme.AppendAsync(acme.Use("after the audit", 1, 1));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Only_the_named_companies_are_read(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);

        var run = await store.AuditAsync("--company", "zeta", "--company", "beta", "--company", "zeta");

        Assert.StartsWith("2 companies, 8 entries, ", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_json_of_a_clean_store_says_so(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);
        await Companies.WriteAsync(store);

        var run = await store.AuditAsync("--json");

        var json = JsonElement.Parse(run.Output);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(0, json.GetProperty("findings").GetArrayLength());
        Assert.Equal((3, 0, Companies.Entries), (json.GetProperty("companies").GetInt32(), json.GetProperty("off").GetInt32(), json.GetProperty("entries").GetInt32()));
        Assert.True(json.GetProperty("complete").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_store_without_companies_is_well(StoreKind kind)
    {
        await using var store = await StoreCase.OpenAsync(kind, postgres);

        var run = await store.AuditAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("0 companies, 0 entries, ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_PostgreSQL_a_role_that_may_only_read_is_enough()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Postgres, postgres);
        await Companies.WriteAsync(store);
        var role = $"reader_{Guid.NewGuid():N}";
        await store.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'reader'; GRANT USAGE ON SCHEMA usage TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA usage TO {role}");
        try
        {
            var connection = new Npgsql.NpgsqlConnectionStringBuilder(store.ConnectionString!) { Username = role, Password = "reader", Pooling = false };

            var run = await CliRun.OfAsync("audit", "--ledger", connection.ConnectionString);

            Assert.Equal("", run.Errors);
            Assert.Equal(0, run.ExitCode);
        }
        finally
        {
            await store.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }
}
