using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Ingest;

/// <summary>Where usage is reported.</summary>
internal static class IngestEndpoints
{
    /// <summary>Adds what the endpoints need.</summary>
    public static void Add(IServiceCollection services) => services.AddSingleton<IngestRecorder>().AddSingleton<IngestHandler>().AddSingleton<EventLookup>();

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var handler = routes.ServiceProvider.GetRequiredService<IngestHandler>();
        routes.MapPost("/ingest/events", handler.IngestAsync).NeedsScope(Scopes.WriteUsage);
        var lookup = routes.ServiceProvider.GetRequiredService<EventLookup>();
        routes.MapMethods("/ingest/events", [HttpMethods.Get, HttpMethods.Head], lookup.HandleAsync).NeedsScope(Scopes.WriteUsage, Scopes.AdminRead);
        routes.MapPost("/api/v1/events", handler.MeterAsync).NeedsScope(Scopes.WriteUsage);
    }
}
