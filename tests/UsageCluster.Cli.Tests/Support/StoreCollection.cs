namespace UsageCluster.Cli.Tests.Support;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition(Name)]
public sealed class StoreCollection : ICollectionFixture<PostgresServerFixture>
{
    public const string Name = "Stores";
}
