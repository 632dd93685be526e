using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;

namespace UsageCluster.Gateway.Security;

/// <summary>Decides whether a key's text is taken. Hashes are compared in constant time; an unknown id costs the same comparison.</summary>
internal sealed class KeyCheck
{
    /// <summary>The longest text that can be a key, in characters.</summary>
    private const int TextLengthMax = 1024;

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly ControlPlane _control;
    private readonly byte[]? _bootstrapHash;
    private readonly Principal _bootstrap;
    private readonly ConditionalWeakTable<KeyRow, Principal> _principals = new();

    public KeyCheck(ControlPlane control, GatewayOptions options)
    {
        _control = control;
        _bootstrapHash = options.BootstrapAdminKey is { } text ? SHA256.HashData(Encoding.UTF8.GetBytes(text)) : null;
        _bootstrap = new Principal(new KeyRow
        {
            KeyId = Principal.BootstrapKeyId,
            Kind = KeyKind.Admin,
            Name = Principal.BootstrapKeyId,
            Scopes = Scopes.OfKind(KeyKind.Admin),
            SecretHash = NoHash,
            CreatedAt = Instant.Always,
        });
    }

    /// <summary>Whose key it is; null: not taken. Completes synchronously for a key that the cache knows.</summary>
    public ValueTask<Principal?> FindAsync(ReadOnlyMemory<char> text, Instant now, CancellationToken cancellationToken)
    {
        if (text.Length > TextLengthMax)
            return default;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var parsed = ApiKey.TryParse(text.Span, out var kind, out var keyId, hash);
        if (_bootstrapHash is not null && (!parsed || kind == KeyKind.Admin) && IsBootstrap(text.Span))
            return new ValueTask<Principal?>(_bootstrap);
        if (!parsed)
            return default;

        if (_control.TryFindKey(keyId, out var known))
            return new ValueTask<Principal?>(Judge(known, kind, hash, now));
        var pending = _control.FindKeyAsync(keyId.ToString(), cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<Principal?>(Judge(pending.Result, kind, hash, now))
            : AwaitAsync(pending, kind, hash.ToArray(), now);
    }

    private async ValueTask<Principal?> AwaitAsync(ValueTask<KeyRow?> pending, KeyKind kind, byte[] hash, Instant now) =>
        Judge(await pending, kind, hash, now);

    private Principal? Judge(KeyRow? row, KeyKind kind, ReadOnlySpan<byte> hash, Instant now)
    {
        var current = CryptographicOperations.FixedTimeEquals(hash, row?.SecretHash ?? NoHash);
        var previous = CryptographicOperations.FixedTimeEquals(hash, row?.PreviousSecretHash ?? NoHash);
        if (row is null || row.Kind != kind || row.RevokedAt is not null || row.ExpiresAt <= now)
            return null;
        return current || (previous && row.PreviousSecretUntil > now) ? _principals.GetValue(row, static r => new Principal(r)) : null;
    }

    private bool IsBootstrap(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[3 * TextLengthMax];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
        return CryptographicOperations.FixedTimeEquals(hash, _bootstrapHash);
    }
}
