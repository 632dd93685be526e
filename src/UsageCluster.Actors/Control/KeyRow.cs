using UsageCluster.Core.Time;

namespace UsageCluster.Actors.Control;

/// <summary>An API key as stored. Secrets are kept only as SHA-256.</summary>
public sealed record KeyRow
{
    /// <summary>The public part of the key.</summary>
    public required string KeyId { get; init; }

    /// <summary>Whose it is.</summary>
    public required KeyKind Kind { get; init; }

    /// <summary>The company (kind company) or ATS (kind ats) id; null for the other kinds.</summary>
    public string? Owner { get; init; }

    /// <summary>Kind runtime: the companies it may write for; null: all.</summary>
    public IReadOnlyList<string>? BoundCompanies { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Scopes under their own names (aliases resolved), sorted.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>SHA-256 of the secret before the last rotation; null if none or past its overlap.</summary>
    public byte[]? PreviousSecretHash { get; init; }

    /// <summary>Until when the previous secret is taken.</summary>
    public Instant? PreviousSecretUntil { get; init; }

    /// <summary>From when the key is no longer taken; null: never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public Instant? RevokedAt { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute or so; null: never.</summary>
    public Instant? LastUsedAt { get; init; }
}
