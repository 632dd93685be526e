using UsageCluster.Actors.Leases;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Standalone.Engine;

namespace UsageCluster.Standalone.Hosting;

/// <summary>How one process serves: where it listens, where its data lies, its bounds.</summary>
public sealed record StandaloneOptions
{
    /// <summary>Where the server listens unless told otherwise.</summary>
    public const string UrlsDefault = HostSettings.UrlsDefault;

    /// <summary>The data directory unless told otherwise.</summary>
    public const string DataDirectoryDefault = "./usage-data";

    /// <summary>Addresses to listen on, separated by <c>;</c>; port 0 picks a free one.</summary>
    public string Urls { get; init; } = UrlsDefault;

    /// <summary>Where the SQLite database lies; of no meaning with <see cref="Ledger"/>.</summary>
    public string DataDirectory { get; init; } = DataDirectoryDefault;

    /// <summary>Npgsql's connection string; null: SQLite in <see cref="DataDirectory"/>.</summary>
    public string? Ledger { get; init; }

    /// <summary>The connection string of the role that owns PostgreSQL's schema; null: that of <see cref="Ledger"/>.</summary>
    public string? LedgerOwner { get; init; }

    /// <summary>Whether to fill an empty store with sample data and print keys for it.</summary>
    public bool Demo { get; init; }

    /// <summary>An admin key that is taken while it is set; null: the first start makes one.</summary>
    public string? AdminKey { get; init; }

    /// <summary>How long the server says that it is not ready before it takes no more requests, so that balancers notice.</summary>
    public TimeSpan DrainDelay { get; init; } = HostTimes.DrainDelayDefault;

    /// <summary>How long requests in flight may take once the server stops.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long readiness waits, once everything else has started, until the code of a first request is compiled.</summary>
    public TimeSpan WarmUpTimeout { get; init; } = HostTimes.WarmUpTimeoutDefault;

    /// <summary>How often the store is asked what other processes changed; only on PostgreSQL.</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The lease on a ledger that other processes may use too; of no meaning on SQLite.</summary>
    public LeaseOptions Lease { get; init; } = new();

    /// <summary>Bounds of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>How long the steps of its life take.</summary>
    internal HostTimes Times => new() { DrainDelay = DrainDelay, ShutdownTimeout = ShutdownTimeout, WarmUpTimeout = WarmUpTimeout, SyncPeriod = SyncPeriod };

    /// <summary>Where the sections <c>Gateway</c> (bounds of the HTTP API) and <c>Logging</c> are read; null: defaults.</summary>
    public IConfiguration? Configuration { get; init; }
}
