using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Tests.Support;

namespace UsageCluster.Silo.Tests.Placement;

public class HostingSilosTests
{
    private static readonly string[] Companies = [.. Enumerable.Range(0, 500).Select(i => $"c{i}")];

    [Fact]
    public void The_order_in_which_silos_are_known_does_not_matter()
    {
        var one = new HostingSilos([Silos.At(1), Silos.At(2), Silos.At(3)]);
        var other = new HostingSilos([Silos.At(3), Silos.At(1), Silos.At(2)]);
        Assert.All(Companies, company => Assert.Equal(one.HomeOf(company), other.HomeOf(company)));
    }

    [Fact]
    public void A_silo_that_starts_again_at_its_endpoint_gets_its_companies_back()
    {
        var first = new HostingSilos([Silos.At(1), Silos.At(2, generation: 10)]);
        var again = new HostingSilos([Silos.At(1), Silos.At(2, generation: 20)]);
        Assert.All(Companies, company => Assert.Equal(first.HomeOf(company)!.Endpoint, again.HomeOf(company)!.Endpoint));
    }

    [Fact]
    public void Of_two_lives_of_an_endpoint_the_later_one_is_meant()
    {
        var hosts = new HostingSilos([Silos.At(1, generation: 7), Silos.At(1, generation: 9)]);
        Assert.Equal(Silos.At(1, generation: 9), Assert.Single(hosts.Silos));
    }

    [Fact]
    public void Without_silos_for_companies_there_is_no_home() => Assert.Null(new HostingSilos([]).HomeOf("acme"));

    [Fact]
    public void Groups_hold_every_position_once_and_each_is_of_one_home()
    {
        var hosts = new HostingSilos([Silos.At(1), Silos.At(2), Silos.At(3)]);
        var groups = hosts.Group(Companies);
        Assert.Equal(3, groups.Count);
        Assert.Equal(Enumerable.Range(0, Companies.Length), groups.SelectMany(group => group).Order());
        Assert.All(groups, group => Assert.Single(group.Select(position => hosts.HomeOf(Companies[position])).Distinct()));
    }

    [Fact]
    public void Silos_are_the_same_whatever_their_order_and_differ_by_one()
    {
        var hosts = new HostingSilos([Silos.At(1), Silos.At(2)]);
        Assert.True(hosts.IsOf([Silos.At(2), Silos.At(1)]));
        Assert.False(hosts.IsOf([Silos.At(1)]));
        Assert.False(hosts.IsOf([Silos.At(1), Silos.At(3)]));
    }
}
