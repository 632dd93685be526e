using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace UsageCluster.TestKit.Postgres;

/// <summary>
/// Stands between programs and a PostgreSQL server, on a free loopback port, and shows a watcher every message of both sides before it passes it on. What
/// came before a message has then reached the other side. Connections are not encrypted.
/// </summary>
public sealed class WireProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<WireConnection, Task> _connections = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private bool _isRefusing;

    private WireProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>
    /// Sees a message, and by its task decides when it passes: it waits while the task does. A connection that was cut meanwhile passes nothing more. Null:
    /// everything passes. Called for each direction of each connection on its own.
    /// </summary>
    public Func<WireMessage, Task>? Watcher { get; set; }

    /// <summary>Connections that are open.</summary>
    public IReadOnlyCollection<WireConnection> Connections => [.. _connections.Keys];

    /// <summary>A proxy before the server of a connection string.</summary>
    public static WireProxy Before(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        return new WireProxy(new IPEndPoint(IPAddress.Parse(server.Host!), server.Port));
    }

    /// <summary>The connection string with the proxy in place of the server.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Resets every connection.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
            connection.Cut();
    }

    /// <summary>Whether new connections are reset at once, and those that are open now.</summary>
    public void Refuse(bool isRefusing)
    {
        Volatile.Write(ref _isRefusing, isRefusing);
        if (isRefusing)
            CutAll();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        CutAll();
        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var connection = new WireConnection(client, message => Watcher?.Invoke(message) ?? Task.CompletedTask);
                if (Volatile.Read(ref _isRefusing))
                    connection.Cut();
                else
                    _connections[connection] = RunAsync(connection);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task RunAsync(WireConnection connection)
    {
        // The connection must be listed before it can end.
        await Task.Yield();
        await connection.RunAsync(_server);
        _connections.TryRemove(connection, out _);
    }
}
