using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

/// <summary>Makes SQLite databases, each in a temporary directory of its own.</summary>
public sealed class SqliteStoreFactory : StoreFactory
{
    public override bool AllowsSeveralOpen => false;

    public override Task<StoreDatabase> CreateDatabaseAsync() => Task.FromResult<StoreDatabase>(new SqliteDatabase());
}
