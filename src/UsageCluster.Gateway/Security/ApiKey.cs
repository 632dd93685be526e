using System.Buffers;
using System.Security.Cryptography;
using UsageCluster.Actors.Control;

namespace UsageCluster.Gateway.Security;

/// <summary>
/// The text of an API key: <c>uc_&lt;kind&gt;_&lt;id&gt;_&lt;secret&gt;</c>, id 24 and secret 64 lower-case hexadecimal digits
/// (256 random bits). Only the SHA-256 of the secret's bytes is ever stored.
/// </summary>
public static class ApiKey
{
    private const string Prefix = "uc_";
    private const int IdBytes = 12;
    private const int SecretBytes = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new id and secret for a key of a kind.</summary>
    public static MintedKey Mint(KeyKind kind) => Mint(kind, RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true));

    /// <summary>A new secret for a key that has its id: rotation.</summary>
    public static MintedKey Mint(KeyKind kind, string keyId)
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        var text = $"{Prefix}{Word(kind)}_{keyId}_{Convert.ToHexStringLower(secret)}";
        return new MintedKey(keyId, text, SHA256.HashData(secret));
    }

    /// <summary>
    /// Takes a key's text apart; false for anything that <see cref="Mint(KeyKind)"/> cannot have made. The hash is of
    /// <see cref="SHA256.HashSizeInBytes"/>.
    /// </summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out KeyKind kind, out ReadOnlySpan<char> keyId, Span<byte> secretHash)
    {
        kind = default;
        keyId = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var rest = text[Prefix.Length..];
        var kindLength = rest.IndexOf('_');
        if (kindLength < 0 || !TryKind(rest[..kindLength], out kind))
            return false;
        rest = rest[(kindLength + 1)..];
        if (rest.Length != (2 * IdBytes) + 1 + (2 * SecretBytes) || rest[2 * IdBytes] != '_')
            return false;
        keyId = rest[..(2 * IdBytes)];
        var digits = rest[((2 * IdBytes) + 1)..];
        if (keyId.ContainsAnyExcept(HexDigits) || digits.ContainsAnyExcept(HexDigits))
            return false;

        Span<byte> secret = stackalloc byte[SecretBytes];
        if (Convert.FromHexString(digits, secret, out _, out _) != OperationStatus.Done)
            return false;
        SHA256.HashData(secret, secretHash);
        return true;
    }

    /// <summary>A kind as keys and JSON write it.</summary>
    public static string Word(KeyKind kind) => kind switch
    {
        KeyKind.Company => "company",
        KeyKind.Ats => "ats",
        KeyKind.Runtime => "runtime",
        KeyKind.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of key."),
    };

    /// <summary>The kind of a word.</summary>
    public static bool TryKind(ReadOnlySpan<char> word, out KeyKind kind)
    {
        kind = word switch
        {
            "company" => KeyKind.Company,
            "ats" => KeyKind.Ats,
            "runtime" => KeyKind.Runtime,
            "admin" => KeyKind.Admin,
            _ => default,
        };
        return kind != default;
    }
}
