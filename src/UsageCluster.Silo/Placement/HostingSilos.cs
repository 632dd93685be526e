using System.Globalization;

namespace UsageCluster.Silo.Placement;

/// <summary>Silos that host companies, at one moment. A silo is known by its endpoint: started again there, it gets its companies back.</summary>
internal sealed class HostingSilos
{
    private readonly SiloAddress[] _silos;
    private readonly ulong[] _nodes;

    public HostingSilos(IEnumerable<SiloAddress> silos)
    {
        // Of two lives of one endpoint only the later one can be meant.
        _silos = [.. silos.GroupBy(NameOf).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.MaxBy(s => s.Generation)!)];
        _nodes = [.. _silos.Select(silo => RendezvousHash.Of(NameOf(silo)))];
    }

    public int Count => _silos.Length;

    public IReadOnlyList<SiloAddress> Silos => _silos;

    /// <summary>The silo that a company belongs to; null: there is no silo for companies.</summary>
    public SiloAddress? HomeOf(string companyId) =>
        _silos.Length == 0 ? null : _silos[IndexOf(companyId)];

    /// <summary>The positions of companies, those of one home together; where there is no silo, all of them.</summary>
    public IReadOnlyList<int[]> Group(IReadOnlyList<string> companyIds)
    {
        if (_silos.Length <= 1)
            return [Enumerable.Range(0, companyIds.Count).ToArray()];
        var groups = new List<int>?[_silos.Length];
        for (var i = 0; i < companyIds.Count; i++)
            (groups[IndexOf(companyIds[i])] ??= []).Add(i);
        return [.. groups.OfType<List<int>>().Select(group => group.ToArray())];
    }

    public bool IsOf(IReadOnlyList<SiloAddress> silos)
    {
        if (silos.Count != _silos.Length)
            return false;
        foreach (var silo in silos)
        {
            if (!_silos.Contains(silo))
                return false;
        }

        return true;
    }

    private int IndexOf(string companyId) => RendezvousHash.Pick(_nodes, RendezvousHash.Of(companyId));

    private static string NameOf(SiloAddress silo) =>
        string.Create(CultureInfo.InvariantCulture, $"{silo.Endpoint.Address}:{silo.Endpoint.Port}");
}
