using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Tests.Auditing;

/// <summary>Snapshots that a cluster's silos keep are checked as those of one process are.</summary>
[Collection(StoreCollection.Name)]
public class GrainSnapshotTests(PostgresServerFixture postgres)
{
    [Fact]
    public async Task Snapshots_of_grains_are_checked_beside_the_stores_own()
    {
        await using var store = await StoreCase.OpenAsync(StoreKind.Postgres, postgres);
        var acme = await Companies.WriteAsync(store);
        await store.PutAsync("one", acme.Snapshot());
        await store.PutAsync("of another program", [9, 9]);
        await store.AssertWellAsync();

        var other = acme.Snapshot(entry => entry.Version == 21 ? (UsageEntry)entry with { Quantity = 72_000 } : entry);
        await store.PutAsync("two", other);
        await store.AssertFindsAsync("company acme, version 21: in the snapshot of this version the report of all time has 13 events");
    }
}
