using Microsoft.AspNetCore.Http;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Security;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.Hosting;

/// <summary>
/// Has a made-up company answered for, in memory and for nobody to see. Where the host lends its engine: requests, from the look at the key to the answer's bytes.
/// Where it does not: a report, rendered.
/// </summary>
internal sealed class UsageRehearsal(GatewayOptions options, TimeProvider time, IEngineRehearsal? engine = null)
{
    // In it are uses that are in the company's snapshot alone, and its end falls among them.
    private const string Query = "?start=2024-01-01&end=2024-01-10T09:30:00.001Z";

    /// <summary>Runs through it. Throws <see cref="InvalidOperationException"/> where it does not run as it would for a company that is there.</summary>
    public async Task RunAsync()
    {
        var company = new MadeUpCompany(Instant.From(time.GetUtcNow()));
        if (engine is null)
            await RenderAsync(company);
        else
            await engine.RunAsync(company, company, client => UseAsync(client, company));
    }

    private async Task UseAsync(IUsageClient client, MadeUpCompany company)
    {
        var control = new ControlPlane(new MadeUpControl(), new ControlPlaneOptions(), time);
        var endpoint = new UsageEndpoint(client, control, new AccessScope(control), new RenderedReports(options), time);
        var authentication = new KeyAuthentication(
            new ScopeMiddleware(endpoint.HandleAsync).InvokeAsync, new KeyCheck(control, options), new KeyUse(), time);
        var routed = new Endpoint(endpoint.HandleAsync, new EndpointMetadataCollection(new RequiredScope(Scopes.ReadBilling)), displayName: null);
        // The first finds the company asleep and nothing cached, the second what the first left.
        for (var i = 0; i < 2; i++)
        {
            var context = Request();
            context.SetEndpoint(routed);
            await authentication.InvokeAsync(context);
            if (context.Response is not { StatusCode: StatusCodes.Status200OK, ContentLength: > 0 })
                throw new InvalidOperationException($"A request for a made-up company was answered with {context.Response.StatusCode}.");
        }

        await client.RecordAsync(MadeUpCompany.Id, company.Reports, dryRun: true, CancellationToken.None);
    }

    private async Task RenderAsync(MadeUpCompany company)
    {
        if (!BooksSnapshot.TryDecode(MadeUpCompany.Id, company.Snapshot.Books, out var books))
            throw new InvalidOperationException("A snapshot just made is not read.");
        var context = Request();
        KeyAuthentication.TryReadKey(context.Request.Headers, out _);
        var query = UsageQuery.Read(context.Request, new Principal(MadeUpCompany.Key), company.Now);
        var headers = context.Request.Headers;
        MediaNegotiation.Choose(headers.Accept, ["application/json"]);
        var answer = new RenderedReports(options).Of(MadeUpCompany.Id, books!.View().Report(query.Range));
        await UsageWriter.WriteAsync(context, answer, CodingNegotiation.Choose(headers.AcceptEncoding));
    }

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/billing/usage";
        context.Request.QueryString = new QueryString(Query);
        context.Request.Headers.Authorization = $"Bearer {MadeUpCompany.KeyText}";
        return context;
    }
}
