using UsageCluster.Cli.Tests.Support;
using UsageCluster.Core.Ledger;
using UsageCluster.Ledger.Postgres;

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
        await InsertAsync(store, "one", SnapshotFormat.Write(acme.Snapshot()));
        await InsertAsync(store, "of another program", [9, 9]);
        await store.AssertWellAsync();

        var other = acme.Snapshot(entry => entry.Version == 21 ? (UsageEntry)entry with { Quantity = 72_000 } : entry);
        await InsertAsync(store, "two", SnapshotFormat.Write(other));
        await store.AssertFindsAsync("company acme, version 21: in the snapshot of this version the report of all time has 13 events");
    }

    private static Task InsertAsync(StoreCase store, string serviceId, byte[] payload) => store.ExecuteAsync(
        "INSERT INTO usage.grain_state (service_id, state_name, key_number0, key_number1, key_text, version, payload) "
        + $"VALUES ('{serviceId}', 'company-books', 0, 0, 'id=acme', 1, decode('{Convert.ToHexString(payload)}', 'hex'))");
}
