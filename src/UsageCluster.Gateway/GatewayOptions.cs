namespace UsageCluster.Gateway;

/// <summary>Every bound of the HTTP API, with its default.</summary>
public sealed class GatewayOptions
{
    /// <summary>An admin key that is taken while it is set (<c>USAGE_ADMIN_KEY</c>); 32 characters or more.</summary>
    public string? BootstrapAdminKey { get; set; }

    /// <summary>The longest body of an ingest call, in bytes.</summary>
    public int IngestBytesMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most events of an ingest call.</summary>
    public int IngestEventsMax { get; set; } = 10_000;

    /// <summary>The longest body of an admin call, in bytes.</summary>
    public int AdminBytesMax { get; set; } = 4 * 1024 * 1024;
}
