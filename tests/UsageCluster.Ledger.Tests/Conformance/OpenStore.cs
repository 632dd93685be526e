using UsageCluster.Actors.Leases;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Ledger.Tests.Conformance;

/// <summary>A store as a process holds it open.</summary>
/// <param name="Ledger">The ledger.</param>
/// <param name="Snapshots">The snapshots.</param>
/// <param name="Control">The control plane's rows.</param>
/// <param name="LeaseNo">A lease of the process's own, held for as long as tests run.</param>
/// <param name="Owner">Closes all.</param>
public sealed record OpenStore(ILedger Ledger, ISnapshots Snapshots, IControlStore Control, long LeaseNo, IAsyncDisposable Owner) : IAsyncDisposable
{
    /// <summary>The alerts.</summary>
    public required IAlertStore Alerts { get; init; }

    /// <summary>The webhooks, and the queue of what is sent to them.</summary>
    public required IWebhookStore Webhooks { get; init; }

    /// <summary>The leases, of a store that several processes share.</summary>
    public ILeases? Leases { get; init; }

    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
