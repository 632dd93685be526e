using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using StackExchange.Redis;
using UsageCluster.Gateway.Hosting;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Placement;
using UsageCluster.Silo.Relaying;
using UsageCluster.Silo.Snapshots;
using UsageCluster.Silo.Views;

namespace UsageCluster.Silo.Hosting;

/// <summary>The silo as a member of its cluster.</summary>
internal static class ClusterSetup
{
    /// <summary>How often a silo asks each other one whether it lives, and how long it waits for the answer, at first.</summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(2);

    public static void Configure(ISiloBuilder silo, SiloOptions options, SiloResources resources)
    {
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.Configure<EndpointOptions>(endpoints => Listen(endpoints, options));
        if (resources.Redis is { } redis)
            UseRedis(silo, redis);
        else
            silo.UseDevelopmentClustering(new IPEndPoint(options.AdvertisedAddress, options.SiloPort));
        silo.Configure<ClusterMembershipOptions>(DetectFast);
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = options.Bounds.IdleAfter;
            collection.CollectionQuantum = options.Bounds.IdleAfter / 8;
        });

        silo.AddAdoNetGrainStorage(GrainSnapshots.ProviderName, storage =>
        {
            storage.Invariant = "Npgsql";
            storage.DataSource = resources.Snapshots;
            storage.GrainStorageSerializer = new SnapshotSerializer();
        });
        silo.AddPlacementDirector<RendezvousPlacement, RendezvousDirector>();
        // Every call pays for its filters, whether anybody traces or not.
        if (HostSettings.ExportsTelemetry(options.Configuration))
            silo.AddActivityPropagation();
        silo.AddGrainService<SiloViewsService>();
        silo.AddGrainService<SiloRecordsService>();
        if (!options.HostsCompanies)
            silo.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(CompanyGrain)));
    }

    /// <summary>On every address of the advertised one's family; on loopback alone if that is advertised.</summary>
    internal static void Listen(EndpointOptions endpoints, SiloOptions options)
    {
        endpoints.AdvertisedIPAddress = options.AdvertisedAddress;
        endpoints.SiloPort = options.SiloPort;
        endpoints.GatewayPort = options.GatewayPort;
        if (IPAddress.IsLoopback(options.AdvertisedAddress))
            return;
        var any = options.AdvertisedAddress.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        endpoints.SiloListeningEndpoint = new IPEndPoint(any, options.SiloPort);
        // Without a gateway its port is 0, and so is this one's.
        endpoints.GatewayListeningEndpoint = new IPEndPoint(any, options.GatewayPort);
    }

    private static void UseRedis(ISiloBuilder silo, IConnectionMultiplexer redis) => silo.UseRedisClustering(clustering =>
    {
        clustering.ConfigurationOptions = new ConfigurationOptions();
        clustering.CreateMultiplexer = _ => Task.FromResult((redis, true));
    });

    /// <summary>
    /// A silo that is gone without a word is declared dead after 3 missed probes of 2 to 3 s, by 2 others (or all there are): its companies are
    /// back within 15 s. A silo that cannot answer for that long is taken for dead too, and ends itself.
    /// </summary>
    private static void DetectFast(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = Probe;
        membership.MinProbeTimeout = Probe;
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        membership.DeathVoteExpirationTimeout = TimeSpan.FromMinutes(1);
        membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
    }
}
