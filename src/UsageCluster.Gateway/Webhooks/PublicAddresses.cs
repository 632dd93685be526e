using System.Net;
using System.Net.Sockets;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>
/// Which addresses belong to the public internet. Everything else is refused: this machine, private and shared networks, link-local ones (where clouds
/// answer questions about a machine), multicast, and ranges that are reserved (the registries of special-purpose addresses, RFC 6890).
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        // A cloud's own, though it lies among the public ones.
        "168.63.129.16/32");

    /// <summary>Of <see cref="Unicast"/>: protocols (Teredo among them), documentation, and IPv4 in disguise.</summary>
    private static readonly IPNetwork[] NotPublic6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>All global unicast addresses that were ever given out.</summary>
    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    /// <summary>IPv4 by a translator: the last four bytes.</summary>
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Array.Exists(NotPublic, network => network.Contains(address));
        if (Translated.Contains(address))
            return Contains(new IPAddress(address.GetAddressBytes()[12..]));
        return Unicast.Contains(address) && !Array.Exists(NotPublic6, network => network.Contains(address));
    }

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(IPNetwork.Parse)];
}
