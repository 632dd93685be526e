using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace UsageCluster.Gateway;

/// <summary>Puts the HTTP API into a host that provides <c>IUsageClient</c>, <c>ControlPlane</c> and <c>TimeProvider</c>.</summary>
public static class GatewayExtensions
{
    /// <summary>Adds what the API needs besides the engine.</summary>
    public static IServiceCollection AddUsageGateway(this IServiceCollection services, Action<GatewayOptions>? configure = null) =>
        throw new NotSupportedException();

    /// <summary>Adds the API's middleware and endpoints.</summary>
    public static WebApplication UseUsageGateway(this WebApplication app) => throw new NotSupportedException();
}
