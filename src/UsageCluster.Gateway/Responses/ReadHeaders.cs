using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Responses;

/// <summary>The headers of every answer that reads billing.</summary>
internal static class ReadHeaders
{
    private const string CacheControl = "private, no-cache";
    private const string Vary = "Authorization, X-API-Key, Accept, Accept-Encoding";

    /// <summary>Sets them.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = Vary;
    }
}
