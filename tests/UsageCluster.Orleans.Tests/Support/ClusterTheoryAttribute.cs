namespace UsageCluster.Orleans.Tests.Support;

/// <summary>As <see cref="ClusterFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute() => Skip = ClusterFactAttribute.Missing;
}
