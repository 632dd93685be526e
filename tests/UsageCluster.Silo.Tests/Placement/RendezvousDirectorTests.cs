using Orleans.Runtime.Placement;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Placement;

public class RendezvousDirectorTests
{
    [Fact]
    public async Task A_company_is_placed_where_readers_look_for_it()
    {
        SiloAddress[] silos = [Silos.At(2), Silos.At(3), Silos.At(1)];
        var director = new RendezvousDirector();
        var hosts = new HostingSilos(silos);
        for (var i = 0; i < 100; i++)
            Assert.Equal(hosts.HomeOf($"c{i}"), await PlaceAsync(director, $"c{i}", silos));
    }

    [Fact]
    public async Task A_change_of_the_silos_is_followed_at_once()
    {
        var director = new RendezvousDirector();
        Assert.Equal(Silos.At(1), await PlaceAsync(director, "acme", Silos.At(1)));
        Assert.Equal(Silos.At(2), await PlaceAsync(director, "acme", Silos.At(2)));
    }

    private static Task<SiloAddress> PlaceAsync(RendezvousDirector director, string companyId, params SiloAddress[] silos)
    {
        var target = new PlacementTarget(GrainId.Create(CompanyGrain.TypeName, companyId), [], default, 0);
        return director.OnAddActivation(new RendezvousPlacement(), target, new Context(silos));
    }

    private sealed class Context(SiloAddress[] silos) : IPlacementContext
    {
        public SiloAddress LocalSilo => silos[0];

        public SiloStatus LocalSiloStatus => SiloStatus.Active;

        public SiloAddress[] GetCompatibleSilos(PlacementTarget target) => silos;

        public IReadOnlyDictionary<ushort, SiloAddress[]> GetCompatibleSilosWithVersions(PlacementTarget target) =>
            new Dictionary<ushort, SiloAddress[]> { [1] = silos };
    }
}
