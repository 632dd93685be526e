using System.Net.Sockets;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A client's connections whose server dies once its answer has come as far as the client's machine: the client never gets it.</summary>
internal static class LostAnswers
{
    public static SocketsHttpHandler Handler(Func<Task> kill) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new Half(socket, kill);
        },
    };

    /// <summary>Sends, and receives nothing.</summary>
    private sealed class Half(Socket socket, Func<Task> kill) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) == 0)
                return 0;
            await kill();
            throw new IOException("The answer is lost.");
        }
    }
}
