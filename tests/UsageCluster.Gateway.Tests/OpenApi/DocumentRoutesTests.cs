using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Tests.OpenApi;

/// <summary>Holds the hand-written document against the routes that are really there.</summary>
public sealed class DocumentRoutesTests : IAsyncDisposable
{
    // Pages for people.
    private static readonly string[] Undescribed = ["GET /", "GET /docs/errors"];

    private readonly WebApplication _app = Assemble();
    private readonly JsonElement _document = ReadDocument();

    [Fact]
    public void Every_route_has_an_operation_and_every_operation_a_route()
    {
        var routes = Routed().Select(r => r.Operation).Where(o => !o.StartsWith(HttpMethods.Head, StringComparison.Ordinal)).Except(Undescribed);
        var described = Described().Select(d => d.Operation).Where(o => !o.StartsWith(HttpMethods.Head, StringComparison.Ordinal));

        Assert.Equal(routes.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_answers_GET_answers_HEAD()
    {
        var routes = Routed().Select(r => r.Operation).ToHashSet();

        Assert.All(routes.Where(r => r.StartsWith("GET ", StringComparison.Ordinal)), get => Assert.Contains("HEAD" + get[3..], routes));
    }

    [Fact]
    public void Operations_name_the_scope_that_their_route_needs()
    {
        var scopes = Routed().ToDictionary(r => r.Operation, r => r.Scope);

        Assert.All(Described(), d => Assert.Equal(scopes[d.Operation], d.Scope));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Assemble()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(DispatchProxy.Create<IUsageClient, Unasked>());
        builder.Services.AddSingleton(new ControlPlane(DispatchProxy.Create<IControlStore, Unasked>(), new ControlPlaneOptions(), TimeProvider.System));
        builder.Services.AddSingleton(DispatchProxy.Create<IAlertStore, Unasked>());
        builder.Services.AddSingleton(DispatchProxy.Create<IWebhookStore, Unasked>());
        builder.Services.AddUsageGateway();
        var app = builder.Build();
        app.UseUsageGateway();
        return app;
    }

    private static JsonElement ReadDocument()
    {
        using var stream = typeof(GatewayExtensions).Assembly.GetManifestResourceStream("UsageCluster.Gateway.OpenApi.v1.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    private IEnumerable<(string Operation, string? Scope)> Routed() =>
        from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
        select ($"{method} {endpoint.RoutePattern.RawText}", endpoint.Metadata.GetMetadata<RequiredScope>() is { } scope ? string.Join(" or ", scope.AnyOf) : null);

    private IEnumerable<(string Operation, string? Scope)> Described() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", ScopeIn(operation.Value.GetProperty("description").GetString()!));

    private static string? ScopeIn(string description)
    {
        var parts = description.Split("Scope: `");
        return parts.Length == 1 ? null : parts[1].Split('.')[0].Replace("`", "", StringComparison.Ordinal);
    }
}
