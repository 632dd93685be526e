using Microsoft.AspNetCore.Http;

namespace UsageCluster.Gateway.Security;

/// <summary>What answers without a key: health, the API's description, and the way there.</summary>
internal static class PublicPaths
{
    /// <summary>Whether the path answers without a key.</summary>
    public static bool Contains(PathString path)
    {
        var text = path.Value;
        return string.IsNullOrEmpty(text)
            || text == "/"
            || path.StartsWithSegments("/healthz", StringComparison.Ordinal)
            || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
            || path.StartsWithSegments("/docs", StringComparison.Ordinal);
    }
}
