using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using UsageCluster.Actors.Leases;

namespace UsageCluster.Gateway.Hosting;

/// <summary>Puts a node's lease into a host.</summary>
public static class LeaseExtensions
{
    /// <summary>
    /// Adds the lease and its keeper: before what gives the companies up, since hosted services stop in reverse order.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="leases">The store's leases.</param>
    /// <param name="options">How long it lasts.</param>
    /// <param name="drop">Lets go of the companies that are active when a lease has ended; does not throw.</param>
    public static IServiceCollection AddNodeLease(
        this IServiceCollection services, ILeases leases, LeaseOptions options, Action<IServiceProvider> drop)
    {
        services.AddSingleton(provider =>
        {
            var lease = new NodeLease(
                leases,
                $"{Environment.MachineName}/{Environment.ProcessId}",
                options,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<NodeLease>>());
            lease.WhenEnded(_ => drop(provider));
            return lease;
        });
        services.AddSingleton<INodeLease>(provider => provider.GetRequiredService<NodeLease>());
        return services.AddHostedService<LeaseKeeper>();
    }
}
