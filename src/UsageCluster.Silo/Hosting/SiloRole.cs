namespace UsageCluster.Silo.Hosting;

/// <summary>What a silo does in the cluster.</summary>
internal enum SiloRole
{
    /// <summary>Serves the HTTP API and hosts companies.</summary>
    All,

    /// <summary>Serves the HTTP API; no company is placed on it.</summary>
    Gateway,

    /// <summary>Hosts companies; over HTTP only its health answers.</summary>
    Grains,
}
