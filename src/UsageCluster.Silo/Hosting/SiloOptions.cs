using System.Net;
using UsageCluster.Actors.Leases;
using UsageCluster.Gateway.Hosting;

namespace UsageCluster.Silo.Hosting;

/// <summary>How one silo serves: its place in the cluster, where it listens, where the data lies.</summary>
internal sealed record SiloOptions
{
    /// <summary><see cref="ClusterId"/> and <see cref="ServiceId"/> unless told otherwise.</summary>
    public const string NameDefault = "usagecluster";

    public const int SiloPortDefault = 11111;

    public const int GatewayPortDefault = 30000;

    public const int StopSecondsDefault = 120;

    /// <summary>Where the HTTP API listens, separated by <c>;</c>.</summary>
    public string Urls { get; init; } = HostSettings.UrlsDefault;

    /// <summary>Npgsql's connection string of the ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>That of the role that owns the schema; null: the ledger's.</summary>
    public string? LedgerOwner { get; init; }

    /// <summary>Where the membership lies, as StackExchange.Redis writes it; null: one silo, on this machine.</summary>
    public string? Redis { get; init; }

    public SiloRole Role { get; init; }

    /// <summary>Silos of one id form a cluster.</summary>
    public string ClusterId { get; init; } = NameDefault;

    /// <summary>Clusters of one id share their snapshots.</summary>
    public string ServiceId { get; init; } = NameDefault;

    /// <summary>Where other silos reach this one.</summary>
    public required IPAddress AdvertisedAddress { get; init; }

    /// <summary>Where silos talk to each other.</summary>
    public int SiloPort { get; init; } = SiloPortDefault;

    /// <summary>Where recorders and other clients of the cluster connect; 0: nowhere.</summary>
    public int GatewayPort { get; init; } = GatewayPortDefault;

    /// <summary>How long stopping may take once it takes no more requests; the lease and the last telemetry are bounded on their own.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(StopSecondsDefault);

    /// <summary>The node's lease on the ledger.</summary>
    public LeaseOptions Lease { get; init; } = new();

    /// <summary>An admin key that is taken while it is set; null: the first start makes one.</summary>
    public string? AdminKey { get; init; }

    /// <summary>How long the silo says that it is not ready before it takes no more requests.</summary>
    public TimeSpan DrainDelay { get; init; } = HostTimes.DrainDelayDefault;

    /// <summary>Where the sections <c>Gateway</c> and <c>Logging</c> are read.</summary>
    public required IConfiguration Configuration { get; init; }

    /// <summary>Bounds of the engine.</summary>
    public SiloBounds Bounds { get; init; } = new();

    /// <summary>Whether companies may be placed on it.</summary>
    public bool HostsCompanies => Role != SiloRole.Gateway;

    /// <summary>Whether it serves the HTTP API.</summary>
    public bool ServesApi => Role != SiloRole.Grains;
}
