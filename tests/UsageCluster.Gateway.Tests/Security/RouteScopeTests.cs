using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Tests.Support;

namespace UsageCluster.Gateway.Tests.Security;

public sealed class RouteScopeTests
{
    [Fact]
    public async Task Every_endpoint_is_public_by_its_path_or_names_its_scope()
    {
        await using var gateway = await BareGateway.StartAsync();
        var endpoints = gateway.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.Contains(endpoints, e => e.RoutePattern.RawText == "/billing/usage");
        Assert.All(endpoints, e => Assert.True(
            PublicPaths.Contains(e.RoutePattern.RawText) != (e.Metadata.GetMetadata<RequiredScope>() is not null), e.RoutePattern.RawText));
    }
}
