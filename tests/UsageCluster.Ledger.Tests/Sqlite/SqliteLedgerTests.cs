using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteLedgerTests(SqliteStoreFactory factory) : LedgerConformance(factory), IClassFixture<SqliteStoreFactory>;
