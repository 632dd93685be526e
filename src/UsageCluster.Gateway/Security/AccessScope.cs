using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Security;

/// <summary>
/// The one place that decides what companies a key sees. Every endpoint that reads billing asks it. A foreign company and one
/// that does not exist take the same way and get the same answer.
/// </summary>
internal sealed class AccessScope(ControlPlane control)
{
    /// <summary>
    /// What the principal sees of what it asks for: <paramref name="companyId"/> (null: none named) is ignored for a company key, optional for
    /// an ATS key and needed for an admin key. Throws the problem where it sees nothing.
    /// </summary>
    public ValueTask<Access> DecideAsync(Principal principal, string? companyId, CancellationToken cancellationToken) => principal.Kind switch
    {
        KeyKind.Company => ValueTask.FromResult(new Access(Owner(principal), null)),
        KeyKind.Ats when companyId is null => ValueTask.FromResult(new Access(null, Owner(principal))),
        KeyKind.Ats => OfMemberAsync(Owner(principal), companyId, cancellationToken),
        KeyKind.Admin when companyId is not null => OfAnyAsync(companyId, cancellationToken),
        KeyKind.Admin => throw CompanyNeeded(),
        _ => throw new ProblemException(ErrorCodes.InsufficientScope, "Keys of this kind read no billing."),
    };

    /// <summary>The problem of a key whose company or ATS has been deleted.</summary>
    public static ProblemException OwnerDeleted() => new(ErrorCodes.Unauthorized, "The key's owner no longer exists.");

    private async ValueTask<Access> OfMemberAsync(string atsId, string companyId, CancellationToken cancellationToken)
    {
        if (await ManagesAsync(atsId, companyId, cancellationToken))
            return new Access(companyId, null);

        // A negative answer is confirmed in the store before it is given (domain rule 13).
        await control.SyncAsync(cancellationToken);
        return await ManagesAsync(atsId, companyId, cancellationToken)
            ? new Access(companyId, null)
            : throw new ProblemException(ErrorCodes.CompanyNotAccessible, "The key sees no company of this id.");
    }

    private async ValueTask<bool> ManagesAsync(string atsId, string companyId, CancellationToken cancellationToken)
    {
        var ats = await control.FindAtsAsync(atsId, cancellationToken) ?? throw OwnerDeleted();
        var members = ats.Members;
        for (var i = 0; i < members.Count; i++)
        {
            if (members[i].CompanyId == companyId)
                return true;
        }

        return false;
    }

    private async ValueTask<Access> OfAnyAsync(string companyId, CancellationToken cancellationToken) =>
        await control.FindCompanyAsync(companyId, cancellationToken) is not null
            ? new Access(companyId, null)
            : throw new ProblemException(ErrorCodes.CompanyNotFound, $"There is no company '{companyId}'.");

    private static string Owner(Principal principal) => principal.Key.Owner ?? throw OwnerDeleted();

    private static ProblemException CompanyNeeded() =>
        new(ErrorCodes.InvalidParameter, "companyId: needed with an admin key.", [new FieldError("companyId", "needed with an admin key.")]);
}
