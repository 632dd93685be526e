using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace UsageCluster.Bench.Harness.Load;

/// <summary>
/// A keep-alive connection that sends prepared requests and reads every answer whole. Works on the socket, so that the client takes as little as it
/// can of the cores that it shares with the server.
/// </summary>
public sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<HttpConnection> OpenAsync(int port)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Sends one request and reads its answer.</summary>
    /// <param name="request">Head and body as they travel.</param>
    /// <param name="expected">What the content must be; only its start, if <paramref name="isStart"/>; empty: anything.</param>
    /// <param name="isStart">Whether more may follow what is expected.</param>
    public async ValueTask<HttpAnswer> ExchangeAsync(ReadOnlyMemory<byte> request, ReadOnlyMemory<byte> expected = default, bool isStart = false)
    {
        await _socket.SendAsync(request);
        var filled = 0;
        int headEnd;
        do
        {
            filled += await ReceiveAsync(filled);
            headEnd = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (headEnd < 0);

        var (status, length) = ReadHead(_buffer.AsSpan(0, headEnd));
        var body = new ExpectedBody(expected);
        var start = headEnd + 4;
        if (length is { } known)
        {
            for (; ; (start, filled) = (0, await ReceiveAsync(0)))
            {
                body.Take(_buffer.AsSpan(start, filled - start));
                if (body.Bytes >= known)
                    break;
            }
        }
        else
        {
            for (var chunks = new ChunkedBody(); ; (start, filled) = (0, await ReceiveAsync(0)))
            {
                while (start < filled)
                {
                    body.Take(chunks.Next(_buffer.AsSpan(start, filled - start), out var taken));
                    start += Math.Max(1, taken);
                }

                if (chunks.IsComplete)
                    break;
            }
        }

        return new HttpAnswer(status, body.Bytes, body.IsAsExpected(isStart));
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int from)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(from));
        return read > 0 ? read : throw new IOException("The server closed the connection.");
    }

    private static (int Status, long? Length) ReadHead(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new InvalidDataException("No status: " + Encoding.ASCII.GetString(head));
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out long length, out _))
            return (status, length);
        return head.IndexOf("Transfer-Encoding: chunked"u8) >= 0
            ? (status, null)
            : throw new InvalidDataException("Neither Content-Length nor chunks: " + Encoding.ASCII.GetString(head));
    }

    /// <summary>Counts a body's bytes, and compares them on the way with what was expected.</summary>
    private struct ExpectedBody(ReadOnlyMemory<byte> expected)
    {
        private bool _differs;

        public long Bytes { get; private set; }

        public void Take(ReadOnlySpan<byte> piece)
        {
            if (Bytes < expected.Length && piece.Length > 0)
            {
                var wanted = expected.Span[(int)Bytes..];
                var compared = Math.Min(wanted.Length, piece.Length);
                _differs |= !piece[..compared].SequenceEqual(wanted[..compared]);
            }

            Bytes += piece.Length;
        }

        public readonly bool IsAsExpected(bool isStart) =>
            expected.IsEmpty || (!_differs && (Bytes == expected.Length || (isStart && Bytes > expected.Length)));
    }
}
