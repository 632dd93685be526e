using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using UsageCluster.Actors.Webhooks;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>Secrets of webhooks and signatures by them, as Standard Webhooks has them (standardwebhooks.com, version 1).</summary>
internal static class WebhookSignature
{
    public const string SecretPrefix = "whsec_";

    private const int SecretBytes = 32;
    private const string Version = "v1,";

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>A secret as people copy it.</summary>
    public static string Text(byte[] secret) => SecretPrefix + Convert.ToBase64String(secret);

    /// <summary>The header's value: a signature by the secret, and in a rotation's overlap by the one before it.</summary>
    public static string Sign(WebhookRow webhook, string deliveryId, long unixSeconds, string body, Instant now)
    {
        var signature = Sign(webhook.Secret, deliveryId, unixSeconds, body);
        return webhook.PreviousSecret is { } previous && webhook.PreviousSecretUntil > now
            ? signature + " " + Sign(previous, deliveryId, unixSeconds, body)
            : signature;
    }

    /// <summary>One signature, over <c>id.timestamp.body</c>.</summary>
    public static string Sign(byte[] secret, string deliveryId, long unixSeconds, string body)
    {
        var content = string.Create(CultureInfo.InvariantCulture, $"{deliveryId}.{unixSeconds}.{body}");
        return Version + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(content)));
    }
}
