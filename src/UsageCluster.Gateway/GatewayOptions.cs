namespace UsageCluster.Gateway;

/// <summary>Every bound of the HTTP API, with its default.</summary>
public sealed class GatewayOptions
{
    /// <summary>The fewest characters of <see cref="BootstrapAdminKey"/>.</summary>
    public const int BootstrapAdminKeyLengthMin = 32;

    /// <summary>The most characters of <see cref="BootstrapAdminKey"/>.</summary>
    public const int BootstrapAdminKeyLengthMax = 1024;

    /// <summary>An admin key that is taken while it is set (<c>USAGE_ADMIN_KEY</c>): 32 to 1,024 visible ASCII characters. Null or empty: none.</summary>
    public string? BootstrapAdminKey { get; set; }

    /// <summary>The longest body of an ingest call, in bytes.</summary>
    public int IngestBytesMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most events of an ingest call.</summary>
    public int IngestEventsMax { get; set; } = 10_000;

    /// <summary>The companies of one ingest call that are booked at the same time.</summary>
    public int IngestCompaniesParallelMax { get; set; } = 1_000;

    /// <summary>The companies of one read of an ATS's history that are asked at the same time.</summary>
    public int HistoryCallsInParallelMax { get; set; } = 16;

    /// <summary>The rows that an export of history or transactions holds at a time; of many companies, 20 each.</summary>
    public int ExportRowsHeldMax { get; set; } = 20_000;

    /// <summary>
    /// The bytes of usage that are kept rendered for the next request, of all ATSs and ranges together, and only of what was sent twice; what is beyond is
    /// rendered whenever it is sent.
    /// </summary>
    public int RenderedBytesMax { get; set; } = 32 * 1024 * 1024;

    /// <summary>The longest body of an admin call, in bytes.</summary>
    public int AdminBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>The longest refused body that is still read to its end, in bytes, so that its sender sees the answer; a longer one cuts the connection.</summary>
    public int RefusedBytesMax { get; set; } = 32 * 1024 * 1024;

    /// <summary>The most companies of an ATS, and of a runtime key's binding.</summary>
    public int AtsCompaniesMax { get; set; } = 100_000;

    /// <summary>The longest request line, in bytes.</summary>
    public int RequestLineBytesMax { get; set; } = 8 * 1024;

    /// <summary>All headers of a request, in bytes.</summary>
    public int HeaderBytesMax { get; set; } = 16 * 1024;

    /// <summary>Headers of a request.</summary>
    public int HeaderCountMax { get; set; } = 64;

    /// <summary>How long a client may take over its headers, in seconds.</summary>
    public int HeadersTimeoutSeconds { get; set; } = 15;

    /// <summary>How long a connection may idle, in seconds.</summary>
    public int KeepAliveSeconds { get; set; } = 130;

    /// <summary>The slowest that a client may send a body or take an answer in the long run, in bytes per second.</summary>
    public int BytesPerSecondMin { get; set; } = 240;

    /// <summary>How long a client may be slower than <see cref="BytesPerSecondMin"/>, in seconds.</summary>
    public int SlowGraceSeconds { get; set; } = 5;

    /// <summary>Open connections.</summary>
    public int ConnectionsMax { get; set; } = 10_000;

    /// <summary>How often the keys' last-used times are stored, in seconds.</summary>
    public int LastUsedFlushSeconds { get; set; } = 60;

    /// <summary>How long the readiness check waits for the store, in milliseconds.</summary>
    public int ReadyTimeoutMs { get; set; } = 2_000;

    /// <summary>How long an answer of the readiness check is given again, in milliseconds.</summary>
    public int ReadyCacheMs { get; set; } = 1_000;

    /// <summary>Throws <see cref="ArgumentException"/> if a value is out of its range.</summary>
    public void Validate()
    {
        if (BootstrapAdminKey is { } key && key.Length is < BootstrapAdminKeyLengthMin or > BootstrapAdminKeyLengthMax)
        {
            throw new ArgumentException(
                $"The admin key (USAGE_ADMIN_KEY) must have {BootstrapAdminKeyLengthMin} to {BootstrapAdminKeyLengthMax} characters.");
        }

        if (BootstrapAdminKey is { } text && text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException("The admin key (USAGE_ADMIN_KEY) must consist of visible ASCII characters, so that a header can carry it.");

        Require(IngestBytesMax, 1024, 1 << 30, nameof(IngestBytesMax));
        Require(IngestEventsMax, 1, 1_000_000, nameof(IngestEventsMax));
        Require(IngestCompaniesParallelMax, 1, 10_000, nameof(IngestCompaniesParallelMax));
        Require(HistoryCallsInParallelMax, 1, 10_000, nameof(HistoryCallsInParallelMax));
        Require(ExportRowsHeldMax, 20, 10_000_000, nameof(ExportRowsHeldMax));
        Require(RenderedBytesMax, 0, 1 << 30, nameof(RenderedBytesMax));
        Require(AdminBytesMax, 1024, 1 << 30, nameof(AdminBytesMax));
        Require(RefusedBytesMax, Math.Max(IngestBytesMax, AdminBytesMax), int.MaxValue, nameof(RefusedBytesMax));
        Require(AtsCompaniesMax, 1, 1_000_000, nameof(AtsCompaniesMax));
        Require(RequestLineBytesMax, 1024, 1 << 20, nameof(RequestLineBytesMax));
        Require(HeaderBytesMax, 1024, 1 << 20, nameof(HeaderBytesMax));
        Require(HeaderCountMax, 8, 1000, nameof(HeaderCountMax));
        Require(HeadersTimeoutSeconds, 1, 600, nameof(HeadersTimeoutSeconds));
        Require(KeepAliveSeconds, 1, 3600, nameof(KeepAliveSeconds));
        Require(BytesPerSecondMin, 1, 1 << 20, nameof(BytesPerSecondMin));
        Require(SlowGraceSeconds, 2, 600, nameof(SlowGraceSeconds));
        Require(ConnectionsMax, 1, 1_000_000, nameof(ConnectionsMax));
        Require(LastUsedFlushSeconds, 1, 3600, nameof(LastUsedFlushSeconds));
        Require(ReadyTimeoutMs, 10, 60_000, nameof(ReadyTimeoutMs));
        Require(ReadyCacheMs, 0, 60_000, nameof(ReadyCacheMs));
    }

    internal static void Require(int value, int min, int max, string name)
    {
        if (value < min || value > max)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {min} to {max}.");
    }
}
