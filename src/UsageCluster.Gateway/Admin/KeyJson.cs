using System.Text.Json;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Admin;

/// <summary>A key as the administration writes it. Neither secrets nor hashes leave here, but for the text of a key that was just made.</summary>
internal static class KeyJson
{
    /// <summary>The key for the audit.</summary>
    public static string Audited(KeyRow key) => AdminAnswer.Write(json => WriteCommon(json, key, text: null));

    /// <summary>The key with its text, which is shown this once.</summary>
    public static string Minted(KeyRow key, string text) => Write(key, text);

    /// <summary>The key as reads show it: also when it was last used, to the minute or so.</summary>
    public static string Read(KeyRow key) => Write(key, text: null);

    private static string Write(KeyRow key, string? text) => AdminAnswer.Write(json =>
    {
        WriteCommon(json, key, text);
        WriteInstant(json, "lastUsedAt", key.LastUsedAt);
    });

    private static void WriteCommon(Utf8JsonWriter json, KeyRow key, string? text)
    {
        json.WriteString("id", key.KeyId);
        if (text is not null)
            json.WriteString("key", text);
        json.WriteString("kind", ApiKey.Word(key.Kind));
        WriteOwner(json, key);
        json.WriteString("name", key.Name);
        json.WriteStartArray("scopes");
        foreach (var scope in key.Scopes)
            json.WriteStringValue(scope);
        json.WriteEndArray();
        WriteInstant(json, "createdAt", key.CreatedAt);
        WriteInstant(json, "expiresAt", key.ExpiresAt);
        WriteInstant(json, "revokedAt", key.RevokedAt);
        WriteInstant(json, "previousSecretUntil", key.PreviousSecretUntil);
    }

    private static void WriteOwner(Utf8JsonWriter json, KeyRow key)
    {
        if (key.BoundCompanies is null)
        {
            json.WriteString("owner", key.Owner);
            return;
        }

        json.WriteStartArray("owner");
        foreach (var companyId in key.BoundCompanies)
            json.WriteStringValue(companyId);
        json.WriteEndArray();
    }

    private static void WriteInstant(Utf8JsonWriter json, string name, Instant? value) => json.WriteString(name, value?.ToString());
}
