using System.Diagnostics;
using StackExchange.Redis;
using UsageCluster.TestKit.Redis;

namespace UsageCluster.Silo.Tests.Process;

[Collection(SiloCollection.Name)]
public sealed class LostMembershipTests(SiloServers servers)
{
    private const int StopSeconds = 10;

    [RedisFact]
    public async Task A_silo_whose_membership_was_lost_ends_within_its_time_and_releases_its_lease()
    {
        var database = await servers.DatabaseAsync();
        await using var redis = await RedisServer.StartNewAsync();
        await using var silo = await SiloServers.StartAsync(
            database, ("ConnectionStrings__Redis", redis.ConnectionString), ("Silo__AdvertisedAddress", "127.0.0.1"), ("Silo__StopTimeout", $"{StopSeconds}"));
        await using (var admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true"))
            await admin.GetServers().Single().FlushAllDatabasesAsync();

        var begun = Stopwatch.GetTimestamp();
        Assert.Equal(0, await silo.StopAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, StopSeconds);
        Assert.Contains("membership could not be left", silo.Log, StringComparison.Ordinal);
        Assert.Equal(0, await SiloServers.AskAsync<long>(database, "SELECT count(*) FROM usage.node_leases WHERE NOT dead"));
    }
}
