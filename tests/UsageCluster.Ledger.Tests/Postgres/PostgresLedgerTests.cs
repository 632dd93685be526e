using UsageCluster.Ledger.Tests.Conformance;

namespace UsageCluster.Ledger.Tests.Postgres;

[Collection(PostgresCollection.Name)]
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresLedgerTests(PostgresStoreFactory factory) : LedgerConformance(factory), IClassFixture<PostgresStoreFactory>;
