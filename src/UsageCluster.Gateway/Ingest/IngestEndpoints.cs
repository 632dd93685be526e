using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Where usage is reported.</summary>
internal static class IngestEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<IngestRecorder>().AddSingleton<IngestHandler>();

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<IngestHandler>();
        routes.MapPost("/ingest/events", handler.IngestAsync).NeedsScope(Scopes.WriteUsage);
        routes.MapPost("/api/v1/events", handler.MeterAsync).NeedsScope(Scopes.WriteUsage);
    }
}
