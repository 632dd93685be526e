using UsageCluster.TestKit.Network;

namespace UsageCluster.Orleans.Tests.Support;

/// <summary>As <see cref="ClusterFactAttribute"/>; needs a network namespace too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IslandFactAttribute : ClusterFactAttribute
{
    private const string NoIsland = "Network namespaces are not permitted here, or ip (iproute2) is missing.";

    public IslandFactAttribute() => Skip ??= NetworkIsland.IsAvailable ? null : NoIsland;
}
