using UsageCluster.Actors.Ports;
using UsageCluster.Ledger.Postgres;

namespace UsageCluster.Cli.Tests.Support;

/// <summary>Snapshots as a cluster's grains keep them, put into a store on PostgreSQL.</summary>
internal static class GrainStates
{
    /// <summary>Puts a payload under a cluster's name in place of the one that is there.</summary>
    public static Task PutAsync(this StoreCase store, string serviceId, byte[] payload) => store.ExecuteAsync(
        "INSERT INTO usage.grain_state (service_id, state_name, key_number0, key_number1, key_text, version, payload) "
        + $"VALUES ('{serviceId}', 'company-books', 0, 0, 'id=acme', 1, decode('{Convert.ToHexString(payload)}', 'hex')) "
        + "ON CONFLICT (service_id, state_name, key_number0, key_number1, key_text) DO UPDATE SET payload = excluded.payload");

    /// <summary>Puts a snapshot there.</summary>
    public static Task PutAsync(this StoreCase store, string serviceId, SnapshotRecord snapshot) => store.PutAsync(serviceId, SnapshotFormat.Write(snapshot));
}
