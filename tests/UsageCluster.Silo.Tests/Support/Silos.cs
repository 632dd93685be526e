using System.Net;

namespace UsageCluster.Silo.Tests.Support;

/// <summary>Addresses of silos that do not exist.</summary>
internal static class Silos
{
    /// <summary>The silo at a port, in one of its lives.</summary>
    public static SiloAddress At(int port, int generation = 1) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), generation);
}
