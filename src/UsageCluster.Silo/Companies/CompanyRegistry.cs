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

    /// <summary>As the other overload; it is removed when the activation has ended, however that comes: not every end is told to it.</summary>
    public void Add(IActiveCompany company, Task ended)
    {
        Add(company);
        _ = ended.ContinueWith(_ => Remove(company), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void Remove(IActiveCompany company) => _companies.TryRemove(KeyValuePair.Create(company.CompanyId, company));

    /// <summary>The company's activation; null: not here.</summary>
    public IActiveCompany? Find(string companyId) => _companies.GetValueOrDefault(companyId);

    /// <summary>The committed view of a company for a read that found this term held after it had arrived; null: not here.</summary>
    public CompanyView? ViewOf(string companyId, LeaseTerm held) =>
        _companies.TryGetValue(companyId, out var company) ? ViewOf(company, held) : null;

    private static CompanyView? ViewOf(IActiveCompany company, LeaseTerm held)
    {
        // The activation knows nothing of the read, and would be collected as unused.
        company.NoteUse();
        return company.Actor?.ViewUnder(held);
    }

    /// <summary>Forgets every company and has each activation end; answers how many. One that cannot be told keeps no other from its end.</summary>
    /// <param name="why">For the log of each.</param>
    /// <param name="failed">Hears of each company that could not be told; it is forgotten nevertheless.</param>
    public int DropAll(string why, Action<string, Exception> failed)
    {
        var dropped = 0;
        foreach (var company in Companies)
        {
            Remove(company);
            dropped++;
            try
            {
                company.GiveUp(why);
            }
#pragma warning disable CA1031 // Its view is of an ended term, and is shown to nobody.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failed(company.CompanyId, failure);
            }
        }

        return dropped;
    }
}
