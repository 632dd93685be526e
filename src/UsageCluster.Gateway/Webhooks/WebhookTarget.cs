using System.Net;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>What may be a target, as far as its URL shows it.</summary>
internal static class WebhookTarget
{
    public const int LengthMax = 2_048;

    /// <summary>Whether a text is an absolute URL of HTTP at all.</summary>
    public static bool IsUrl(string text) => text.Length <= LengthMax
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0
        && !text.AsSpan().ContainsAnyInRange('\0', ' ');

    /// <summary>Why a URL is refused; null: it is not. Where a name leads is looked at whenever something is sent.</summary>
    public static string? Refusal(Uri url, WebhooksOptions options)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !options.AllowHttp)
            return "expected a URL of https.";
        if (url.UserInfo.Length > 0)
            return "expected a URL without user and password.";
        if (url.Fragment.Length > 0)
            return "expected a URL without a fragment.";
        if (options.AllowPrivateNetworks)
            return null;
        var host = url.IdnHost.TrimEnd('.');
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return "expected a host in the public internet.";
        return IPAddress.TryParse(host, out var literal) && !PublicAddresses.Contains(literal) ? "expected a public address." : null;
    }
}
