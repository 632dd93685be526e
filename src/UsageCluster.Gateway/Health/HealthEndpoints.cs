using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Health;

/// <summary>
/// <c>/healthz/live</c>: the process runs. <c>/healthz/ready</c>, and <c>/healthz/startup</c> for probes of a start: it takes requests, its store
/// answers and whatever the host needs holds.
/// </summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz/live", Methods, static context => WriteAsync(context, "live"));
        routes.MapMethods("/healthz/ready", Methods, ReadyAsync);
        routes.MapMethods("/healthz/startup", Methods, ReadyAsync);
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (!services.GetRequiredService<Readiness>().IsReady)
            await ProblemWriter.WriteAsync(context, ErrorCodes.Unavailable, "The server is starting or stopping.");
        else if (services.GetServices<IReadyCondition>().Select(condition => condition.Missing).FirstOrDefault(missing => missing is not null) is { } missing)
            await ProblemWriter.WriteAsync(context, ErrorCodes.Unavailable, missing);
        else if (!await services.GetRequiredService<StoreCheck>().ReachableAsync(context.RequestAborted))
            await ProblemWriter.WriteAsync(context, ErrorCodes.Unavailable, "The store cannot be used now.");
        else
            await WriteAsync(context, "ready");
    }

    private static Task WriteAsync(HttpContext context, string status)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync($$"""{"status":"{{status}}"}""", context.RequestAborted);
    }
}
