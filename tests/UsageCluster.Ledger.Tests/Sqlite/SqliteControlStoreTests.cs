using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteControlStoreTests(SqliteStoreFactory factory) : ControlStoreConformance(factory), IClassFixture<SqliteStoreFactory>;
