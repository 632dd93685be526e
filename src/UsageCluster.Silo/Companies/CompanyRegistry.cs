using System.Collections.Concurrent;
using UsageCluster.Actors.Leases;
using UsageCluster.Core.Books;

namespace UsageCluster.Silo.Companies;

/// <summary>The companies that are active on this silo, for readers on any thread.</summary>
internal sealed class CompanyRegistry
{
    private readonly ConcurrentDictionary<string, CompanyGrain> _grains = new(StringComparer.Ordinal);

    public int Count => _grains.Count;

    /// <summary>Every grain that is active now.</summary>
    public IEnumerable<CompanyGrain> Grains => _grains.Select(pair => pair.Value);

    /// <summary>A later activation takes the place of an earlier one.</summary>
    public void Add(CompanyGrain grain) => _grains[grain.CompanyId] = grain;

    public void Remove(CompanyGrain grain) => _grains.TryRemove(KeyValuePair.Create(grain.CompanyId, grain));

    /// <summary>The committed view of a company for a read that found this term held after it had arrived; null: not here.</summary>
    public CompanyView? ViewOf(string companyId, LeaseTerm held) =>
        _grains.TryGetValue(companyId, out var grain) ? grain.Actor?.ViewUnder(held) : null;

    /// <summary>Forgets every company and has each activation end.</summary>
    public void DropAll(string why)
    {
        foreach (var grain in Grains)
        {
            Remove(grain);
            grain.GiveUp(why);
        }
    }
}
