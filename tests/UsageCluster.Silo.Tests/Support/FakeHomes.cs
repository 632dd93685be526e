using UsageCluster.Silo.Placement;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>A cluster whose silos the test names.</summary>
internal sealed class FakeHomes(SiloAddress here) : ICompanyHomes
{
    public SiloAddress Here => here;

    public HostingSilos Current { get; private set; } = new([here]);

    public void Set(params SiloAddress[] silos) => Current = new HostingSilos(silos);
}
