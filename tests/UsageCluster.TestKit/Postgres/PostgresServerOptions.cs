namespace UsageCluster.TestKit.Postgres;

/// <summary>How a test wants its PostgreSQL server.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>Whether commits wait for the disk.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Further settings, as <c>shared_buffers</c> = <c>256MB</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses of this machine, besides loopback, where it listens for their /24 network.</summary>
    public IReadOnlyList<string> FurtherAddresses { get; init; } = [];

    /// <summary>Lines of <c>pg_hba.conf</c> that come before those that let everybody in.</summary>
    public IReadOnlyList<string> HostRules { get; init; } = [];

    /// <summary>Further arguments of <c>initdb</c>, as <c>--waldir</c>.</summary>
    public IReadOnlyList<string> InitArguments { get; init; } = [];

    /// <summary>The longest wait for start, stop and initdb.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
