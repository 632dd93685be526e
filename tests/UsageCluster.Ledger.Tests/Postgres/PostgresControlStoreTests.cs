using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresControlStoreTests(PostgresStoreFactory factory)
    : ControlStoreConformance(factory), IClassFixture<PostgresStoreFactory>;
