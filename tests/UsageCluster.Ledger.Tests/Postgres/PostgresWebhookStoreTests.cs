using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresWebhookStoreTests(PostgresStoreFactory factory)
    : WebhookStoreConformance(factory), IClassFixture<PostgresStoreFactory>;
