using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteAlertStoreTests(SqliteStoreFactory factory) : AlertStoreConformance(factory), IClassFixture<SqliteStoreFactory>;
