using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.OpenApi;

/// <summary>The API's description: <c>/openapi/v1.json</c>, the page at <c>/docs</c> (all of it from this assembly) and the errors' page that problems point to.</summary>
internal static class DocsEndpoints
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string DocumentResource = "UsageCluster.Gateway.OpenApi.v1.json";
    private const string PagePolicy = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds the page at <c>/docs</c>.</summary>
    public static void UsePage(IApplicationBuilder app)
    {
        // The page's own middleware looks at every path with a pattern: only those below its own are shown to it.
        app.UseWhen(static context => context.Request.Path.StartsWithSegments("/docs", StringComparison.Ordinal), static docs =>
        {
            docs.Use(static next => context =>
            {
                context.Response.Headers.ContentSecurityPolicy = PagePolicy;
                return next(context);
            });
            docs.UseSwaggerUI(page =>
            {
                page.RoutePrefix = "docs";
                page.DocumentTitle = "UsageCluster API";
                page.SwaggerEndpoint(DocumentPath, "v1");
            });
        });
    }

    /// <summary>Adds the document, the errors' page and the way from <c>/</c> to the docs.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var document = Load();
        if (document is not null)
            routes.MapMethods(DocumentPath, Methods, context => WriteAsync(context, "application/json", document));
        var errors = RenderErrors();
        routes.MapMethods("/docs/errors", Methods, context => WriteAsync(context, "text/html; charset=utf-8", errors));
        routes.MapMethods("/", Methods, static context =>
        {
            context.Response.Redirect("/docs/");
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });
    }

    private static byte[]? Load()
    {
        using var stream = typeof(DocsEndpoints).Assembly.GetManifestResourceStream(DocumentResource);
        if (stream is null)
            return null;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] RenderErrors()
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Errors</title><h1>Errors</h1>\n<dl>\n");
        foreach (var code in ErrorCodes.All)
            html.Append($"<dt id=\"{code.Code}\"><code>{code.Code}</code> ({code.Status})</dt><dd>{WebUtility.HtmlEncode(code.Title)}</dd>\n");
        return Encoding.UTF8.GetBytes(html.Append("</dl></html>\n").ToString());
    }

    private static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-cache";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
