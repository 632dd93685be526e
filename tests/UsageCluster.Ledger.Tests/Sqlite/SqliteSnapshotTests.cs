using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteSnapshotTests(SqliteStoreFactory factory) : SnapshotConformance(factory), IClassFixture<SqliteStoreFactory>;
