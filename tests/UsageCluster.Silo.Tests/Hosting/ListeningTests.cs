using System.Net;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;
using UsageCluster.Silo.Hosting;
using SiloOptions = UsageCluster.Silo.Hosting.SiloOptions;

namespace UsageCluster.Silo.Tests.Hosting;

public class ListeningTests
{
    [Theory]
    [InlineData("fd00::7", "::")]
    [InlineData("10.1.2.3", "0.0.0.0")]
    public void A_silo_listens_on_every_address_of_the_family_that_it_advertises(string advertised, string any)
    {
        var endpoints = Endpoints(advertised);
        Assert.Equal(IPAddress.Parse(advertised), endpoints.AdvertisedIPAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(any), 1), endpoints.SiloListeningEndpoint);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(any), 2), endpoints.GatewayListeningEndpoint);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_silo_for_this_machine_alone_listens_on_loopback_alone(string loopback)
    {
        var endpoints = Endpoints(loopback);
        Assert.Equal(IPAddress.Parse(loopback), endpoints.AdvertisedIPAddress);
        Assert.Null(endpoints.SiloListeningEndpoint);
        Assert.Null(endpoints.GatewayListeningEndpoint);
    }

    private static EndpointOptions Endpoints(string advertised)
    {
        var endpoints = new EndpointOptions();
        ClusterSetup.Listen(endpoints, new SiloOptions
        {
            Ledger = "",
            AdvertisedAddress = IPAddress.Parse(advertised),
            SiloPort = 1,
            GatewayPort = 2,
            Configuration = new ConfigurationBuilder().Build(),
        });
        return endpoints;
    }
}
