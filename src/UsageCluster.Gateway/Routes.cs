using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Gateway.Admin;
using UsageCluster.Gateway.Billing;
using UsageCluster.Gateway.Currencies;
using UsageCluster.Gateway.Explain;
using UsageCluster.Gateway.Health;
using UsageCluster.Gateway.History;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Monthly;
using UsageCluster.Gateway.OpenApi;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Series;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway;

/// <summary>Every endpoint of the API. Each names the scope that it needs, or is public by its path.</summary>
internal static class Routes
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds all endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        HealthEndpoints.Map(routes);
        DocsEndpoints.Map(routes);
        MapBilling(routes, "/usage", routes.ServiceProvider.GetRequiredService<UsageEndpoint>().HandleAsync);
        MapBilling(routes, "/usage/series", routes.ServiceProvider.GetRequiredService<SeriesEndpoint>().HandleAsync);
        var monthly = routes.ServiceProvider.GetRequiredService<MonthlyEndpoint>();
        MapBilling(routes, "/usage/monthly", monthly.HandleAsync);
        MapBilling(routes, "/usage/monthly/{companyId}/{month}/{id}", monthly.HandleRowAsync);
        routes.MapMethods("/express/usage/month", Reading, monthly.HandleAsync).NeedsScope(Scopes.ReadBilling);
        MapBilling(routes, "/usage/explain", routes.ServiceProvider.GetRequiredService<ExplainEndpoint>().HandleAsync);
        MapBilling(routes, "/history", routes.ServiceProvider.GetRequiredService<HistoryEndpoint>().HandleAsync);
        MapBilling(routes, "/currencies", CurrenciesEndpoint.HandleAsync);
        MapBilling(routes, "/transactions", routes.ServiceProvider.GetRequiredService<TransactionsEndpoint>().HandleAsync);
        MapBilling(routes, "/plan", routes.ServiceProvider.GetRequiredService<PlanEndpoint>().HandleAsync);
        MapBilling(routes, "/entitlement", routes.ServiceProvider.GetRequiredService<EntitlementEndpoint>().HandleAsync);
        IngestEndpoints.Map(routes);
        AdminEndpoints.Map(routes);
    }

    /// <summary>Adds an endpoint that reads billing: GET and HEAD, below <c>/billing</c> and <c>/v1/billing</c>.</summary>
    public static void MapBilling(IEndpointRouteBuilder routes, string path, RequestDelegate handle)
    {
        routes.MapMethods("/billing" + path, Reading, handle).NeedsScope(Scopes.ReadBilling);
        routes.MapMethods("/v1/billing" + path, Reading, handle).NeedsScope(Scopes.ReadBilling);
    }

    /// <summary>The endpoint is reached only by a key with one of these scopes.</summary>
    public static IEndpointConventionBuilder NeedsScope(this IEndpointConventionBuilder endpoint, params string[] anyOf) =>
        endpoint.WithMetadata(new RequiredScope(anyOf));
}
