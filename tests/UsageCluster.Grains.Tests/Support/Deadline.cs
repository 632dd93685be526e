namespace UsageCluster.Grains.Tests.Support;

/// <summary>After how long a test that waits for something fails instead.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(30);
}
