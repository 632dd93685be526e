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
        _silos.Length == 0 ? null : _silos[RendezvousHash.Pick(_nodes, RendezvousHash.Of(companyId))];

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

    private static string NameOf(SiloAddress silo) =>
        string.Create(CultureInfo.InvariantCulture, $"{silo.Endpoint.Address}:{silo.Endpoint.Port}");
}
