using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Simulation.World;

/// <summary>
/// The ports that the product is put together with in a process. This is the product as it is; a canary (in Canaries) puts one
/// that is wrong into the place of one of them.
/// </summary>
internal class Product
{
    public virtual InMemoryLedger MakeStore() => new();

    public virtual ILedger Ledger(ILedger ledger, InMemoryLedger store) => ledger;

    public virtual ISnapshots Snapshots(ISnapshots snapshots, InMemoryLedger store) => snapshots;

    public virtual ILeases Leases(ILeases leases) => leases;

    /// <summary>The clocks by which a process judges whether it still holds its lease.</summary>
    public virtual TimeProvider LeaseClock(TimeProvider clock) => clock;

    public virtual LinkedControl Control(StoreLink link, ControlRows rows) => new(link, rows);

    public virtual IActorCalls Calls(IActorCalls calls) => calls;
}
