using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace UsageCluster.TestKit.Network;

/// <summary>A call that a webhook's target has received.</summary>
/// <param name="Path">The path and the query.</param>
/// <param name="Headers">The headers, by name in lower case.</param>
/// <param name="Body">The body.</param>
public sealed record ReceivedCall(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The delivery's id.</summary>
    public string Id => Headers["webhook-id"];

    /// <summary>The event.</summary>
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>The event's data.</summary>
    public JsonElement Data => Json.GetProperty("data");

    /// <summary>The event's type.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>Whether one of the signatures is by a secret, judged as a receiver does.</summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Headers["webhook-timestamp"]}.{Body}"));
        return Headers["webhook-signature"].Split(' ').Contains("v1," + Convert.ToBase64String(expected));
    }
}
