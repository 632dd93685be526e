using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>A store as a process holds it open.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Snapshots">The snapshots.</param>
/// <param name="Control">The control plane's rows.</param>
/// <param name="Owner">Closes all three.</param>
public sealed record OpenStore(ILedger Ledger, ISnapshots Snapshots, IControlStore Control, IAsyncDisposable Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
