namespace UsageCluster.Gateway.Security;

/// <summary>Endpoint metadata: the scopes of which a key needs one.</summary>
internal sealed class RequiredScope(params string[] anyOf)
{
    /// <summary>One of these is enough.</summary>
    public IReadOnlyList<string> AnyOf { get; } = anyOf;

    /// <summary>Whether the principal has one of them.</summary>
    public bool Allows(Principal principal)
    {
        for (var i = 0; i < AnyOf.Count; i++)
        {
            if (principal.Has(AnyOf[i]))
                return true;
        }

        return false;
    }
}
