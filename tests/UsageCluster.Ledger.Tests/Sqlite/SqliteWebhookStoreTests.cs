using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Sqlite;

public sealed class SqliteWebhookStoreTests(SqliteStoreFactory factory) : WebhookStoreConformance(factory), IClassFixture<SqliteStoreFactory>;
