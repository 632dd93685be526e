using System.Runtime.CompilerServices;
using UsageCluster.Actors.Control;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Security;

/// <summary>
/// The one place that decides what companies a key sees. Every endpoint that reads billing asks it. A foreign company and one
/// that does not exist take the same way and get the same answer.
/// </summary>
internal sealed class AccessScope(ControlPlane control)
{
    private readonly ConditionalWeakTable<AtsRow, string[]> _members = [];

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

    /// <summary>
    /// The companies that the principal sees of those it names, or of all where it names none, by id (ordinal). One that it does not see is a problem: nothing
    /// is answered then. A company key may name its own only. The list of an ATS is the same object until its members change.
    /// </summary>
    public async ValueTask<IReadOnlyList<string>> DecideAsync(Principal principal, IReadOnlyList<string> companyIds, CancellationToken cancellationToken)
    {
        if (companyIds.Count == 0)
            return await CompaniesAsync(await DecideAsync(principal, companyId: null, cancellationToken), cancellationToken);
        foreach (var companyId in companyIds)
        {
            var access = await DecideAsync(principal, companyId, cancellationToken);
            if (access.CompanyId != companyId)
                throw NotAccessible();
        }

        return [.. companyIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The companies of an access, by id (ordinal).</summary>
    public async ValueTask<IReadOnlyList<string>> CompaniesAsync(Access access, CancellationToken cancellationToken)
    {
        if (access.CompanyId is { } companyId)
            return [companyId];
        var ats = await control.FindAtsAsync(access.AtsId!, cancellationToken) ?? throw OwnerDeleted();
        return _members.GetValue(ats, static row => [.. row.Members.Select(m => m.CompanyId).Order(StringComparer.Ordinal)]);
    }

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
            : throw NotAccessible();
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

    private static ProblemException NotAccessible() => new(ErrorCodes.CompanyNotAccessible, "The key sees no company of this id.");

    private static string Owner(Principal principal) => principal.Key.Owner ?? throw OwnerDeleted();

    private static ProblemException CompanyNeeded() =>
        new(ErrorCodes.InvalidParameter, "companyId: needed with an admin key.", [new FieldError("companyId", "needed with an admin key.")]);
}
