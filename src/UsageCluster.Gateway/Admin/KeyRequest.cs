using UsageCluster.Actors.Control;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Gateway.Problems;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Admin;

/// <summary>The key that an administrator asks for.</summary>
internal sealed record KeyRequest(
    KeyKind Kind, string? Owner, IReadOnlyList<string>? BoundCompanies, string Name, IReadOnlyList<string> Scopes, Instant? ExpiresAt)
{
    private static readonly string[] Kinds = [.. Enum.GetValues<KeyKind>().Select(ApiKey.Word)];

    /// <summary>Reads the body; throws <see cref="ProblemException"/>: 400 for bad fields, 422 for a scope beyond the kind's.</summary>
    public static KeyRequest Read(FieldReader fields, GatewayOptions options, Instant now)
    {
        KeyKind? kind = ApiKey.TryKind(fields.Word("kind", Kinds), out var known) ? known : null;
        var owner = kind is KeyKind.Company or KeyKind.Ats ? fields.Token("owner") : null;
        var bound = kind is KeyKind.Runtime ? Bound(fields, options) : null;
        if (kind is KeyKind.Admin)
            fields.Forbid("owner", "an admin key has no owner.");
        fields.Skip("owner");
        var name = fields.Name("name");
        var scopes = fields.Texts("scopes", required: false, countMax: 16, static s => Security.Scopes.Resolve(s) is not null, "expected a scope.");
        if (scopes is [])
            fields.Add("scopes", "expected at least one scope.");
        var expiresAt = fields.Instant("expiresAt");
        if (expiresAt <= now)
            fields.Add("expiresAt", "expected an instant that lies ahead.");
        fields.ThrowIfBad();
        return new KeyRequest(kind!.Value, owner, bound, name!, Resolve(kind.Value, scopes), expiresAt);
    }

    private static IReadOnlyList<string>? Bound(FieldReader fields, GatewayOptions options)
    {
        var bound = fields.Texts("owner", required: false, options.AtsCompaniesMax, static id => Identifiers.IsToken(id), "expected a company id.");
        if (bound is [])
            fields.Add("owner", "expected at least one company; absent binds to all.");
        return bound;
    }

    private static IReadOnlyList<string> Resolve(KeyKind kind, IReadOnlyList<string>? scopes)
    {
        var ofKind = Security.Scopes.OfKind(kind);
        if (scopes is null)
            return ofKind;
        var beyond = new List<FieldError>();
        var resolved = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < scopes.Count; i++)
        {
            var scope = Security.Scopes.Resolve(scopes[i])!;
            resolved.Add(scope);
            if (!ofKind.Contains(scope))
                beyond.Add(new FieldError($"scopes[{i}]", $"a key of kind {ApiKey.Word(kind)} cannot have {scopes[i]}."));
        }

        return beyond.Count == 0 ? [.. resolved] : throw new ProblemException(ErrorCodes.ScopeNotAllowed, ProblemWriter.Summary(beyond), beyond);
    }
}
