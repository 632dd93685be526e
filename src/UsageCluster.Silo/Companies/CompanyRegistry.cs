using System.Collections.Concurrent;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;

namespace UsageCluster.Silo.Companies;

/// <summary>The companies that are active on this silo, for readers on any thread.</summary>
internal sealed class CompanyRegistry
{
    private readonly ConcurrentDictionary<string, IActiveCompany> _companies = new(StringComparer.Ordinal);

    public int Count => _companies.Count;

    /// <summary>Every activation that is active now.</summary>
    public IEnumerable<IActiveCompany> Companies => _companies.Select(pair => pair.Value);

    /// <summary>A later activation takes the place of an earlier one.</summary>
    public void Add(IActiveCompany company) => _companies[company.CompanyId] = company;

    public void Remove(IActiveCompany company) => _companies.TryRemove(KeyValuePair.Create(company.CompanyId, company));

    /// <summary>The committed view of a company for a read that found this term held after it had arrived; null: not here.</summary>
    public CompanyView? ViewOf(string companyId, LeaseTerm held) =>
        _companies.TryGetValue(companyId, out var company) ? company.Actor?.ViewUnder(held) : null;

    /// <summary>Forgets every company and has each activation end; answers how many.</summary>
    public int DropAll(string why)
    {
        var dropped = 0;
        foreach (var company in Companies)
        {
            Remove(company);
            company.GiveUp(why);
            dropped++;
        }

        return dropped;
    }
}
