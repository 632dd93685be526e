using Microsoft.AspNetCore.Http;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Security;

/// <summary>After routing: an endpoint is reached only by a key with its scope, and one that names no scope by nobody unless it is public.</summary>
internal sealed class ScopeMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint is null || PublicPaths.Contains(context.Request.Path))
            return next(context);
        var required = endpoint.Metadata.GetMetadata<RequiredScope>();
        if (required is null)
        {
            // Routing's own answer to a wrong method has no metadata; every other endpoint must name its scope.
            return endpoint is Microsoft.AspNetCore.Routing.RouteEndpoint
                ? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} names no scope.")
                : next(context);
        }

        return required.Allows(Principal.Of(context))
            ? next(context)
            : ProblemWriter.WriteAsync(context, ErrorCodes.InsufficientScope, $"This needs a key with the scope {string.Join(" or ", required.AnyOf)}.");
    }
}
