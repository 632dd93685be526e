using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteSchemaTests(SqliteStoreFactory factory) : SchemaConformance(factory), IClassFixture<SqliteStoreFactory>;
