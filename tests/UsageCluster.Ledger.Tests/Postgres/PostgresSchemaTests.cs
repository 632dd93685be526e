using Npgsql;
using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;
using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresSchemaTests(PostgresStoreFactory factory) : SchemaConformance(factory), IClassFixture<PostgresStoreFactory>
{
    [Fact]
    public async Task Opens_at_once_on_an_empty_database_make_one_schema()
    {
        await using var database = await factory.CreateDatabaseAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(database.OpenAsync)));

        foreach (var store in stores)
        {
            Assert.True(await store.Control.IsEmptyAsync(CancellationToken.None));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_role_without_ddl_books_but_can_neither_change_nor_remove_what_was_booked()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        var company = Samples.Company();

        await using (var store = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = runtime, OwnerConnectionString = database.ConnectionString }))
        {
            await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
            var head = (await store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None))!;
            var result = await store.Ledger.AppendAsync([Samples.Append(head, company.CompanyId, null, "one")], CancellationToken.None);
            Assert.Equal(AppendStatus.Appended, result[0].Status);
        }

        await using var connection = new NpgsqlConnection(runtime + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var forbidden in new[]
        {
            "UPDATE usage.entries SET quantity = 0", "DELETE FROM usage.entries", "DELETE FROM usage.audit", "DROP TABLE usage.heads",
            "CREATE TABLE usage.other (one int)",
        })
        {
            await using var command = new NpgsqlCommand(forbidden, connection);
            var refused = await Assert.ThrowsAsync<PostgresException>(command.ExecuteNonQueryAsync);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task A_role_without_ddl_opens_a_schema_that_is_up_to_date_by_itself()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        await (await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = runtime, OwnerConnectionString = database.ConnectionString })).DisposeAsync();

        await using var store = await PostgresDatabase.OpenAsync(new PostgresStoreOptions { ConnectionString = runtime });

        Assert.True(await store.Control.IsEmptyAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GRANT USAGE ON SCHEMA usage TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA usage TO {role}")]
    [InlineData("GRANT USAGE ON SCHEMA usage TO {role}; GRANT ALL ON ALL TABLES IN SCHEMA usage TO {role}; REVOKE INSERT ON usage.audit FROM {role}")]
    public async Task A_role_that_came_or_was_changed_after_the_schema_gets_its_rights_at_the_next_start(string change)
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        await (await database.OpenAsync()).DisposeAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN; " + change.Replace("{role}", role, StringComparison.Ordinal));
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        var company = Samples.Company();

        await using var store = await PostgresDatabase.OpenAsync(
            new PostgresStoreOptions { ConnectionString = runtime, OwnerConnectionString = database.ConnectionString });

        await store.Control.CreateCompanyAsync(company, [], Samples.Audit(), CancellationToken.None);
        var head = (await store.Ledger.ActivateAsync(company.CompanyId, store.LeaseNo, CancellationToken.None))!;
        var result = await store.Ledger.AppendAsync([Samples.Append(head, company.CompanyId, null, "one")], CancellationToken.None);
        Assert.Equal(AppendStatus.Appended, result[0].Status);
    }

    [Fact]
    public async Task A_role_that_has_its_rights_is_opened_without_the_owner()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        var options = new PostgresStoreOptions { ConnectionString = runtime, OwnerConnectionString = database.ConnectionString };
        await (await PostgresDatabase.OpenAsync(options)).DisposeAsync();
        var nobody = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "nobody_of_this_name" }.ConnectionString;

        await using var store = await PostgresDatabase.OpenAsync(options with { OwnerConnectionString = nobody });

        Assert.True(await store.Control.IsEmptyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_role_that_may_not_make_the_schema_is_refused_as_any_store_that_cannot_be_used()
    {
        await using var database = await factory.CreatePostgresDatabaseAsync();
        var role = $"runtime_{Guid.NewGuid():N}";
        await database.ExecuteAsync($"CREATE ROLE {role} LOGIN");
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;

        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => PostgresDatabase.OpenAsync(new PostgresStoreOptions { ConnectionString = runtime }));

        Assert.Contains("permission denied", refused.Message, StringComparison.Ordinal);
    }
}
