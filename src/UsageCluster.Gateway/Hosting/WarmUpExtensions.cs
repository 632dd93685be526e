using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Gateway.Security;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Puts the warm-up into a host.</summary>
public static class WarmUpExtensions
{
    /// <summary>
    /// Has the host say that it is ready only once the code of a first request is compiled, or a second has passed. It needs the gateway's services, and uses an <see cref="IEngineRehearsal"/> if there is one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="ledger">Asked for what is not there, and for the first entries of its first company.</param>
    /// <param name="snapshots">Asked for one that is not there, and for that of the first company.</param>
    /// <param name="asksForReport">Whether <see cref="IUsageClient"/> is asked too, for the report of a company that is not there: where that stays in this process.</param>
    public static IServiceCollection AddWarmUp(this IServiceCollection services, ILedger ledger, ISnapshots snapshots, bool asksForReport)
    {
        services.TryAddSingleton(provider => new UsageRehearsal(
            provider.GetRequiredService<GatewayOptions>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<IEngineRehearsal>()));
        services.TryAddSingleton(provider => new StoreRehearsal(
            ledger,
            snapshots,
            provider.GetRequiredService<ControlPlane>(),
            provider.GetRequiredService<KeyCheck>(),
            asksForReport ? provider.GetRequiredService<IUsageClient>() : null));
        return services.AddHostedService<WarmUp>();
    }
}
