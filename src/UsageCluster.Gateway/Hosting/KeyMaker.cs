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
        var (text, written) = await MintAsync(kind, name, owner, store.CreateKeyAsync, cancellationToken);
        return written == StoreWrite.Created ? text : throw NotKept(name, written);
    }

    /// <summary>Keeps an admin key if it is the store's first key, and returns its text; null: the store has keys.</summary>
    public async Task<string?> MakeFirstAsync(string name, CancellationToken cancellationToken)
    {
        var (text, written) = await MintAsync(KeyKind.Admin, name, null, store.CreateFirstKeyAsync, cancellationToken);
        return written switch
        {
            StoreWrite.Created => text,
            StoreWrite.Unchanged => null,
            _ => throw NotKept(name, written),
        };
    }

    private static InvalidOperationException NotKept(string name, StoreWrite written) => new($"The key '{name}' could not be kept: {written}.");

    private async Task<(string Text, StoreWrite Written)> MintAsync(
        KeyKind kind,
        string name,
        string? owner,
        Func<KeyRow, AuditRecord, CancellationToken, Task<StoreWrite>> keepAsync,
        CancellationToken cancellationToken)
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
        return (minted.Text, await keepAsync(row, audit, cancellationToken));
    }
}
