namespace UsageCluster.Cli.Tests.Support;

/// <summary>A clock that stands still; what waits, waits in real time.</summary>
internal sealed class Standing(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
