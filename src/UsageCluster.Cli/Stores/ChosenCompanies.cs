using System.Runtime.CompilerServices;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Cli.Stores;

/// <summary>The companies that a command goes through.</summary>
internal static class ChosenCompanies
{
    /// <summary>
    /// Those named, each once, or all of a ledger, by pages, when none is named. Throws <see cref="ArgumentException"/> for one that does not exist.
    /// </summary>
    public static async IAsyncEnumerable<StoredCompany> ChosenAsync(
        this ILedgerRows rows, IReadOnlyCollection<string> companyIds, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var companyId in companyIds.Distinct(StringComparer.Ordinal))
        {
            yield return await rows.FindCompanyAsync(companyId, cancellationToken)
                ?? throw new ArgumentException($"There is no company {companyId}.");
        }

        var after = "";
        while (companyIds.Count == 0 && await rows.CompaniesAsync(after, pageSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var company in page)
                yield return company;
            after = page[^1].CompanyId;
        }
    }
}
