using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using UsageCluster.Actors.Leases;
using UsageCluster.Silo.Companies;
using UsageCluster.Silo.Hosting;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>Instruments that nobody listens to.</summary>
internal static class FakeMetrics
{
    public static SiloMetrics Of(CompanyRegistry registry) => new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), registry, new EndlessLease());
}
