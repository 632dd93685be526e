using UsageCluster.Bench.Harness;
using UsageCluster.TestKit.Network;

namespace UsageCluster.Orleans.Bench.Cluster;

/// <summary>Where one silo is to be: its ports on this machine and what it shares with the others of its cluster.</summary>
/// <param name="Ledger">The connection string of its ledger.</param>
/// <param name="Redis">Where the membership lies; null: it is the only silo.</param>
internal sealed record SiloPlace(string Ledger, string? Redis)
{
    /// <summary>Silos of one id form a cluster.</summary>
    public string ClusterId { get; init; } = "bench";

    public int SiloPort { get; private init; } = LoopbackPort.Free();

    public int GatewayPort { get; private init; } = LoopbackPort.Free();

    /// <summary>As the silo's environment.</summary>
    public (string Name, string Value)[] Environment =>
    [
        ("ConnectionStrings__Ledger", Ledger),
        ("ConnectionStrings__Redis", Redis ?? ""),
        ("Silo__ClusterId", ClusterId),
        ("Silo__AdvertisedAddress", "127.0.0.1"),
        ("Silo__SiloPort", $"{SiloPort}"),
        ("Silo__GatewayPort", $"{GatewayPort}"),
        ("USAGE_ADMIN_KEY", AdminKey),
    ];

    public static string AdminKey => "bench-admin-key-0123456789abcdef0123456789abcdef";

    /// <summary>A further silo of the same cluster.</summary>
    public SiloPlace Next() => this with { SiloPort = LoopbackPort.Free(), GatewayPort = LoopbackPort.Free() };

    /// <summary>Starts the silo as a process of its own, and returns once it is ready.</summary>
    public Task<ChildProcess> StartAsync() => ChildProcess.StartAsync("UsageCluster.Silo.dll", port => ["--urls", $"http://127.0.0.1:{port}"], Environment);
}
