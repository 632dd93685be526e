using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UsageCluster.Bench.Harness;

/// <summary>
/// Sends one request over and over on keep-alive connections and reads every answer whole. Works on the socket, so that the
/// client takes as little as it can of the cores that it shares with the server.
/// </summary>
public static class HttpLoad
{
    public static Task<Measurement> RunAsync(int port, string pathAndQuery, string? key, int connections, TimeSpan duration) =>
        RunAsync([port], _ => pathAndQuery, key, connections, duration);

    /// <param name="ports">Servers that answer alike: each caller asks them in turn, so that each gets its even share however fast it is.</param>
    /// <param name="pathAndQuery">What a caller asks, by its number.</param>
    /// <param name="key">The API key, if it needs one.</param>
    /// <param name="callers">Requests that wait for their answer at a time.</param>
    /// <param name="duration">After this no new request is sent.</param>
    public static async Task<Measurement> RunAsync(
        IReadOnlyList<int> ports, Func<int, string> pathAndQuery, string? key, int callers, TimeSpan duration)
    {
        byte[] RequestOf(int caller) => Encoding.ASCII.GetBytes(
            $"GET {pathAndQuery(caller)} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}\r\n");
        var stopwatch = Stopwatch.StartNew();
        var deadline = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => LoopAsync(ports, caller, RequestOf(caller), deadline)));
        return Measurement.Of(latencies, stopwatch.Elapsed);
    }

    private static async Task<List<long>> LoopAsync(IReadOnlyList<int> ports, int caller, byte[] request, long deadline)
    {
        var latencies = new List<long>(4096);
        var sockets = new Socket[ports.Count];
        try
        {
            for (var i = 0; i < sockets.Length; i++)
            {
                sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await sockets[i].ConnectAsync(IPAddress.Loopback, ports[i]);
            }

            var buffer = new byte[256 * 1024];
            var next = caller;
            for (var now = Stopwatch.GetTimestamp(); now < deadline; next++)
            {
                var socket = sockets[next % sockets.Length];
                await socket.SendAsync(request);
                await ReadAnswerAsync(socket, buffer);
                var then = now;
                now = Stopwatch.GetTimestamp();
                latencies.Add(now - then);
            }
        }
        finally
        {
            foreach (var socket in sockets)
                socket?.Dispose();
        }

        return latencies;
    }

    private static async ValueTask ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        int headEnd;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            filled += read;
            headEnd = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (headEnd < 0);

        var remaining = ContentLength(buffer.AsSpan(0, headEnd)) - (filled - headEnd - 4);
        while (remaining > 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, remaining)));
            if (read == 0)
                throw new IOException("The server closed the connection.");
            remaining -= read;
        }
    }

    private static long ContentLength(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException("Not 200: " + Encoding.ASCII.GetString(head));
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0 || !Utf8Parser.TryParse(head[(at + 16)..], out long length, out _))
            throw new InvalidOperationException("No Content-Length: " + Encoding.ASCII.GetString(head));
        return length;
    }
}
