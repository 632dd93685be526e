using Orleans.Metadata;
using UsageCluster.Silo.Companies;

namespace UsageCluster.Silo.Placement;

/// <summary>
/// Which silo each company belongs to, as this silo sees the cluster: the active silos that have the company's grain class. Agrees with
/// <see cref="RendezvousDirector"/> once membership has settled.
/// </summary>
internal sealed class CompanyHomes(IClusterMembershipService membership, IClusterManifestProvider manifests, ILocalSiloDetails local)
    : ICompanyHomes
{
    private static readonly GrainType Company = GrainType.Create(CompanyGrain.TypeName);

    private volatile Known? _known;

    public SiloAddress Here => local.SiloAddress;

    public HostingSilos Current
    {
        get
        {
            var members = membership.CurrentSnapshot.Version;
            var manifest = manifests.Current;
            return _known is { } known && known.Members == members && ReferenceEquals(known.Manifest, manifest)
                ? known.Hosts
                : Look(members, manifest);
        }
    }

    private HostingSilos Look(MembershipVersion version, ClusterManifest manifest)
    {
        var snapshot = membership.CurrentSnapshot;
        var silos = snapshot.Members.Values
            .Where(m => m.Status == SiloStatus.Active && manifest.Silos.TryGetValue(m.SiloAddress, out var grains) && grains.Grains.ContainsKey(Company))
            .Select(m => m.SiloAddress)
            .ToArray();
        var hosts = _known is { } known && known.Hosts.IsOf(silos) ? known.Hosts : new HostingSilos(silos);
        if (snapshot.Version == version)
            _known = new Known(version, manifest, hosts);
        return hosts;
    }

    private sealed record Known(MembershipVersion Members, ClusterManifest Manifest, HostingSilos Hosts);
}
