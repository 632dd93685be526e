using System.Net;
using Microsoft.Extensions.Configuration;
using Npgsql;
using StackExchange.Redis;
using UsageCluster.Actors.Ports;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Tests.Hosting;

public class StartFailuresTests
{
    private static readonly SiloOptions Options = new()
    {
        Ledger = "",
        AdvertisedAddress = IPAddress.Loopback,
        Configuration = new ConfigurationBuilder().Build(),
    };

    public static TheoryData<Exception> Mendable =>
    [
        new Orleans.Runtime.MembershipService.OrleansClusterConnectivityCheckFailedException("2 of 3 silos\ndo not answer"),
        new RedisTimeoutException(CommandFlags.None, "slow", CommandStatus.Unknown),
        new RedisException("gone"),
        new RedisCommandException("no"),
        new NpgsqlException("gone"),
        new LedgerUnavailableException("gone"),
        new TimeoutException("slow"),
    ];

    [Theory]
    [MemberData(nameof(Mendable))]
    public void What_the_cluster_lacks_is_told_in_one_line_and_exits_1(Exception failure)
    {
        var told = StartFailures.Explain(failure, Options, isStopping: false);
        Assert.Equal(1, told?.ExitCode);
        Assert.DoesNotContain('\n', told!.Message);
    }

    [Fact]
    public void A_start_that_was_told_to_stop_exits_0()
    {
        Assert.Equal(0, StartFailures.Explain(new TaskCanceledException(), Options, isStopping: true)?.ExitCode);
    }

    [Fact]
    public void A_defect_is_not_told_in_one_line() => Assert.Null(StartFailures.Explain(new NotSupportedException(), Options, isStopping: false));
}
