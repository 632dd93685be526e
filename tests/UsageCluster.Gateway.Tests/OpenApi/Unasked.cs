using System.Reflection;

namespace UsageCluster.Gateway.Tests.OpenApi;

/// <summary>Stands for a service of which nothing is asked.</summary>
public class Unasked : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        throw new InvalidOperationException($"{targetMethod?.Name} was called.");
}
