using System.Net.Sockets;
using System.Text;

namespace UsageCluster.Gateway.Tests.Support;

/// <summary>Sends bytes that no HTTP client would.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request of these lines and returns all that comes back until the server closes.</summary>
    public static async Task<string> SendAsync(Uri address, params string[] lines)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
