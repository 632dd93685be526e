using System.Text.Json;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Makes keys on behalf of the program itself.</summary>
public sealed class KeyMaker(IControlStore store, Instant now)
{
    /// <summary>The audit's name for the program itself.</summary>
    public const string Actor = "system";

    /// <summary>Keeps a new key with the default scopes of its kind and returns its text, to be shown once.</summary>
    public async Task<string> MakeAsync(KeyKind kind, string name, string? owner, CancellationToken cancellationToken)
    {
        var minted = ApiKey.Mint(kind);
        var row = new KeyRow
        {
            KeyId = minted.KeyId,
            Kind = kind,
            Owner = owner,
            Name = name,
            Scopes = Scopes.OfKind(kind),
            SecretHash = minted.SecretHash,
            CreatedAt = now,
        };
        var after = JsonSerializer.Serialize(
            new Dictionary<string, object?> { ["id"] = row.KeyId, ["kind"] = ApiKey.Word(kind), ["owner"] = owner, ["name"] = name, ["scopes"] = row.Scopes });
        var audit = new AuditRecord(now, Actor, "key.create", $"/keys/{row.KeyId}", null, after);
        var written = await store.CreateKeyAsync(row, audit, cancellationToken);
        return written == StoreWrite.Created
            ? minted.Text
            : throw new InvalidOperationException($"The key '{name}' could not be kept: {written}.");
    }
}
