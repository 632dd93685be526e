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
