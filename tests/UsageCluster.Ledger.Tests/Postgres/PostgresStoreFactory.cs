using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

/// <summary>Makes databases on the assembly's server.</summary>
public sealed class PostgresStoreFactory(PostgresServerFixture fixture) : StoreFactory
{
    public override bool AllowsSeveralOpen => true;

    public override async Task<StoreDatabase> CreateDatabaseAsync() => await CreatePostgresDatabaseAsync();

    /// <summary>A new, empty database.</summary>
    public async Task<PostgresDatabase> CreatePostgresDatabaseAsync() =>
        new(fixture.Server, await fixture.Server.CreateDatabaseAsync());
}
