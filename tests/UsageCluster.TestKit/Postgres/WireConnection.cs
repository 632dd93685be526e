using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace UsageCluster.TestKit.Postgres;

/// <summary>A program's connection through a <see cref="WireProxy"/>.</summary>
public sealed class WireConnection
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private const int CancelRequest = 80877102;
    private const int HeaderLength = 5;

    private readonly Socket _client;
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Func<WireMessage, Task> _watch;
    private readonly WireStatements _statements = new();
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal WireConnection(Socket client, Func<WireMessage, Task> watch)
    {
        _client = client;
        _client.NoDelay = true;
        _watch = watch;
    }

    /// <summary>Resets both halves: each side finds its connection broken, and what was held is lost.</summary>
    public void Cut()
    {
        foreach (var socket in (Socket[])[_client, _server])
            CutOne(socket);
        // Only then: a message that is let go finds no way.
        _cut.TrySetResult();
    }

    /// <summary>Resets the program's half alone: the server still gets what it is sent, and answers nobody.</summary>
    public void CutProgram() => CutOne(_client);

    /// <summary>Sends the server a message of its own: <c>H</c> (flush) has it answer what came so far without a sync.</summary>
    public Task SendToServerAsync(char type, ReadOnlyMemory<byte> body = default) => SendAsync(_server, type, body);

    internal async Task RunAsync(IPEndPoint server)
    {
        try
        {
            await using var fromClient = new NetworkStream(_client);
            await _server.ConnectAsync(server);
            await using var fromServer = new NetworkStream(_server);
            if (await StartAsync(fromClient))
                await Task.WhenAll(PassFromProgramAsync(fromClient), PassFromServerAsync(fromServer));
        }
        catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }
        finally
        {
            Cut();
        }
    }

    private static void CutOne(Socket socket)
    {
        try
        {
            // Closed at once, with a reset.
            socket.Close(0);
        }
        catch (SocketException)
        {
            // It was never connected.
        }
    }

    private static async Task SendAsync(Socket to, char type, ReadOnlyMemory<byte> body)
    {
        var message = new byte[HeaderLength + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message.AsMemory(HeaderLength));
        await to.SendAsync(message);
    }

    /// <summary>Up to the message that opens the session; false: it was a request to cancel, and is done.</summary>
    private async Task<bool> StartAsync(NetworkStream fromClient)
    {
        while (true)
        {
            var head = new byte[8];
            await fromClient.ReadExactlyAsync(head);
            var code = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4));
            if (code is SslRequest or GssRequest)
            {
                await _client.SendAsync("N"u8.ToArray());
                continue;
            }

            var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length];
            await fromClient.ReadExactlyAsync(rest);
            await _server.SendAsync((byte[])[.. head, .. rest]);
            return code != CancelRequest;
        }
    }

    /// <summary>What a program sent before it died reaches the server, however long it is held; what the server answers then goes nowhere.</summary>
    private async Task PassFromProgramAsync(NetworkStream program)
    {
        try
        {
            while (true)
            {
                var (type, body) = await ReadAsync(program);
                await ShowAsync(new WireMessage(this, IsFromServer: false, type, body, _statements.Asked(type, body)));
                await SendAsync(_server, type, body);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            _server.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task PassFromServerAsync(NetworkStream server)
    {
        var isHeard = true;
        try
        {
            while (true)
            {
                var (type, body) = await ReadAsync(server);
                await ShowAsync(new WireMessage(this, IsFromServer: true, type, body, _statements.Answered(type)));
                isHeard = isHeard && await TrySendAsync(type, body);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            _client.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>What holds a message holds no connection that was cut.</summary>
    private async Task ShowAsync(WireMessage message)
    {
        var watched = _watch(message);
        if (await Task.WhenAny(watched, _cut.Task) == watched)
            await watched;
    }

    private async Task<bool> TrySendAsync(char type, ReadOnlyMemory<byte> body)
    {
        try
        {
            await SendAsync(_client, type, body);
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static async Task<(char Type, byte[] Body)> ReadAsync(NetworkStream from)
    {
        var head = new byte[HeaderLength];
        await from.ReadExactlyAsync(head);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
        await from.ReadExactlyAsync(body);
        return ((char)head[0], body);
    }
}
