using System.Net;
using System.Net.Sockets;

namespace UsageCluster.Gateway.Webhooks;

/// <summary>
/// Connects to targets. Each connection resolves the host anew, checks every address that it has, and goes to one of those that were checked: a name
/// that leads elsewhere a moment later changes nothing.
/// </summary>
internal sealed class GuardedConnections(WebhooksOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    /// <summary>By the machine's resolver.</summary>
    public GuardedConnections(WebhooksOptions options)
        : this(options, static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken))
    {
    }

    /// <summary>A handler that follows no redirect, keeps no connection and no cookie, and knows no proxy.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 16,
        ConnectCallback = async (context, cancellationToken) => await ConnectAsync(context.DnsEndPoint, cancellationToken),
    };

    private async Task<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);
        if (!options.AllowPrivateNetworks && Array.Find(addresses, address => !PublicAddresses.Contains(address)) is { } refused)
            throw new TargetRefusedException($"'{target.Host}' leads to {refused}, which is not a public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
