using Microsoft.Extensions.Logging.Abstractions;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Placement;

public sealed class HomecomingTests : IDisposable
{
    private static readonly SiloAddress Here = Silos.At(1);

    private readonly CompanyRegistry _registry = new();
    private readonly FakeHomes _homes = new(Here);
    private readonly List<FakeCompany> _companies = [.. Enumerable.Range(0, 100).Select(i => new FakeCompany($"c{i}"))];
    private readonly SiloMetrics _metrics;
    private readonly Homecoming _homecoming;

    public HomecomingTests()
    {
        foreach (var company in _companies)
        {
            company.WhenGivenUp = () => _registry.Remove(company);
            _registry.Add(company);
        }

        _metrics = FakeMetrics.Of(_registry);
        _homecoming = new Homecoming(
            _registry, _homes, new SiloBounds { HomecomingMax = 10 }, _metrics, TimeProvider.System, NullLogger<Homecoming>.Instance);
    }

    [Fact]
    public void Nothing_moves_while_this_silo_is_the_only_one()
    {
        Look(5);
        Assert.Equal(100, _registry.Count);
    }

    [Fact]
    public void A_silo_that_has_joined_gets_its_share_a_few_at_a_time()
    {
        Look(2);
        _homes.Set(Here, Silos.At(2));
        Look(1);
        Assert.Equal(100, _registry.Count);

        Look(1);
        Assert.Equal(90, _registry.Count);

        Look(20);
        Assert.NotEqual(0, _registry.Count);
        Assert.All(_registry.Companies, company => Assert.Equal(Here, _homes.Current.HomeOf(company.CompanyId)));
        Assert.All(_companies.Where(c => c.IsGivenUp), company => Assert.Equal(Silos.At(2), _homes.Current.HomeOf(company.CompanyId)));
    }

    [Fact]
    public void A_silo_that_is_leaving_sends_nothing_home()
    {
        Look(2);
        _homes.Set(Silos.At(2));
        Look(5);
        Assert.Equal(100, _registry.Count);
    }

    [Fact]
    public void What_was_placed_here_while_silos_disagreed_goes_home_in_the_end()
    {
        _homes.Set(Here, Silos.At(2));
        Look(30);
        var stray = new FakeCompany(Enumerable.Range(100, 100).Select(i => $"c{i}").First(id => !Here.Equals(_homes.Current.HomeOf(id))));
        _registry.Add(stray);
        Look(40);
        Assert.True(stray.IsGivenUp);
    }

    [Fact]
    public void One_company_that_fails_keeps_no_other_from_going_home()
    {
        var (there, strays) = (Silos.At(2), new List<FakeCompany>());
        foreach (var company in _companies)
            company.Failure = new InvalidOperationException("no");
        _homes.Set(Here, there);
        Look(40);
        strays.AddRange(_companies.Where(c => there.Equals(_homes.Current.HomeOf(c.CompanyId))));
        foreach (var company in strays.Skip(1))
            company.Failure = null;
        Look(100);
        Assert.Equal(strays.Count - 1, strays.Count(c => c.IsGivenUp));
    }

    public void Dispose()
    {
        _homecoming.Dispose();
        _metrics.Dispose();
    }

    private void Look(int times)
    {
        for (var i = 0; i < times; i++)
            _homecoming.Look();
    }
}
