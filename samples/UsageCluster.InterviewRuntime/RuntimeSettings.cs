namespace UsageCluster.InterviewRuntime;

/// <summary>What the command line asks for.</summary>
internal sealed record RuntimeSettings
{
    /// <summary>StackExchange.Redis connection string; null: a cluster on this machine.</summary>
    public string? Redis { get; init; }

    /// <summary>Gateway ports of a cluster on this machine.</summary>
    public int[] GatewayPorts { get; init; } = [];

    public string ClusterId { get; init; } = "";

    public string ServiceId { get; init; } = "";

    /// <summary>How long to try to connect at the start.</summary>
    public TimeSpan ConnectTimeout { get; init; }

    /// <summary>The companies, which exist.</summary>
    public string[] CompanyIds { get; init; } = [];

    /// <summary>Interviews that end in a second, over all companies.</summary>
    public int Rate { get; init; }

    /// <summary>For how long interviews take place.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How long the last events may take after that.</summary>
    public TimeSpan DrainTimeout { get; init; }

    public int Seed { get; init; }

    /// <summary>The file that gets the id of each acknowledged event; null: none.</summary>
    public string? AcknowledgedFile { get; init; }
}
