namespace UsageCluster.Orleans.Tests.Cluster;

/// <summary>Where a silo runs.</summary>
/// <param name="ClusterAddress">Where other silos reach it.</param>
/// <param name="HttpAddress">Where the test reaches it.</param>
/// <param name="Through">What its program is run by; empty: nothing.</param>
internal sealed record SiloPlace(string ClusterAddress, string HttpAddress, params IReadOnlyList<string> Through)
{
    /// <summary>Beside the test.</summary>
    public static readonly SiloPlace Loopback = new("127.0.0.1", "127.0.0.1");
}
