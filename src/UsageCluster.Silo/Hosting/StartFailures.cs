using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using StackExchange.Redis;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Hosting;

namespace UsageCluster.Silo.Hosting;

/// <summary>Why a silo did not join its cluster, in one line for who started it.</summary>
internal static class StartFailures
{
    /// <summary>Null: a defect, to be told with all that is known of it.</summary>
    /// <param name="failure">What the start threw.</param>
    /// <param name="options">The silo's.</param>
    /// <param name="isStopping">Whether it was told to stop meanwhile.</param>
    public static StartException? Explain(Exception failure, SiloOptions options, bool isStopping) => failure switch
    {
        // The web server's own comes wrapped.
        StartException { InnerException: AddressInUseException } => StartException.Refused(
            $"Cannot listen for the cluster on {options.AdvertisedAddress}, port {options.SiloPort} or {options.GatewayPort}: "
            + "the address is in use by another process.",
            failure),
        OperationCanceledException or OrleansLifecycleCanceledException when isStopping => StartException.Stopped(failure),
        OrleansException or DbException or LedgerUnavailableException or RedisException or RedisCommandException or TimeoutException =>
            StartException.Refused($"The silo could not join the cluster: {failure.Message.ReplaceLineEndings(" ")}", failure),
        _ => null,
    };
}
