using System.Net;
using Microsoft.Extensions.Configuration;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Tests.Hosting;

public class SiloSettingsTests
{
    private const string Ledger = "Host=127.0.0.1;Database=usage";

    [Fact]
    public void Without_further_settings_a_silo_is_alone_on_this_machine()
    {
        var options = Read();
        Assert.Equal(SiloRole.All, options.Role);
        Assert.Null(options.Redis);
        Assert.Equal(IPAddress.Loopback, options.AdvertisedAddress);
        Assert.Equal((11111, 30000), (options.SiloPort, options.GatewayPort));
        Assert.Equal(("usagecluster", "usagecluster"), (options.ClusterId, options.ServiceId));
        Assert.Equal(TimeSpan.FromSeconds(120), options.StopTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Lease.Duration);
        Assert.Equal(TimeSpan.FromDays(3), options.Bounds.Company.MonthClosesAfter);
        Assert.Equal("http://127.0.0.1:8080", options.Urls);
    }

    [Fact]
    public void Every_setting_is_taken()
    {
        var options = Read(
            ("ConnectionStrings:Redis", "10.0.0.9:6379,password=sesame"), ("ConnectionStrings:LedgerOwner", "Host=owner"), ("Silo:Role", "grains"),
            ("Silo:ClusterId", "blue"), ("Silo:ServiceId", "usage"), ("Silo:AdvertisedAddress", "10.0.0.7"), ("Silo:SiloPort", "2000"),
            ("Silo:GatewayPort", "0"), ("Silo:StopTimeout", "30"), ("Lease:Duration", "9"), ("Billing:MonthClosesAfter", "24"), ("USAGE_DRAIN_MS", "0"));
        Assert.Equal(TimeSpan.FromDays(1), options.Bounds.Company.MonthClosesAfter);
        Assert.Equal("10.0.0.9:6379,password=sesame", options.Redis);
        Assert.Equal("Host=owner", options.LedgerOwner);
        Assert.Equal(SiloRole.Grains, options.Role);
        Assert.False(options.ServesApi);
        Assert.Equal(("blue", "usage"), (options.ClusterId, options.ServiceId));
        Assert.Equal(IPAddress.Parse("10.0.0.7"), options.AdvertisedAddress);
        Assert.Equal((2000, 0), (options.SiloPort, options.GatewayPort));
        Assert.Equal((30, 9), (options.StopTimeout.TotalSeconds, options.Lease.Duration.TotalSeconds));
        Assert.Equal(TimeSpan.Zero, options.DrainDelay);
    }

    [Fact]
    public void A_gateway_hosts_no_company() => Assert.False(Read(("Silo:Role", "Gateway")).HostsCompanies);

    [Fact]
    public void Help_is_asked_for() => Assert.Null(SiloSettings.Read(["--help"], new ConfigurationBuilder().Build()));

    [Theory]
    [InlineData("ConnectionStrings:Ledger", "", "ConnectionStrings__Ledger is missing")]
    [InlineData("Silo:Role", "both", "Silo__Role is 'both'")]
    [InlineData("Silo:SiloPort", "0", "Silo__SiloPort is '0'")]
    [InlineData("Silo:GatewayPort", "65536", "Silo__GatewayPort is '65536'")]
    [InlineData("Silo:StopTimeout", "2m", "Silo__StopTimeout is '2m'")]
    [InlineData("Lease:Duration", "61", "Lease__Duration is '61'")]
    [InlineData("Billing:MonthClosesAfter", "673", "Billing__MonthClosesAfter is '673'")]
    [InlineData("Silo:AdvertisedAddress", "not a host", "Silo__AdvertisedAddress 'not a host'")]
    [InlineData("ConnectionStrings:Redis", "password=sesame", "names no server")]
    [InlineData("ConnectionStrings:Redis", "host:6379,frob=sesame", "ConnectionStrings__Redis cannot be used")]
    public void What_cannot_be_meant_is_named_without_secrets(string key, string value, string message)
    {
        var refused = Assert.Throws<StartException>(() => Read((key, value)));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", refused.Message, StringComparison.Ordinal);
    }

    private static SiloOptions Read(params (string Key, string Value)[] settings) => SiloSettings.Read(
        [],
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Prepend(("ConnectionStrings:Ledger", Ledger)).GroupBy(s => s.Item1).Select(g => KeyValuePair.Create(g.Key, (string?)g.Last().Item2)))
            .Build())!;
}
