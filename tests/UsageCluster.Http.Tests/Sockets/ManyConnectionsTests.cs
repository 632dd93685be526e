using System.Diagnostics;
using System.Globalization;
using UsageCluster.Http.Tests.Support;
using UsageCluster.TestKit.Processes;
using Xunit.Abstractions;

namespace UsageCluster.Http.Tests.Sockets;

public sealed class ManyConnectionsTests(ITestOutputHelper output)
{
    private const int Wanted = 10_000;

    // What a connection that has asked once and idles may take: Kestrel's buffers and what the garbage collector has not looked at.
    private const long BytesPerConnection = 48 * 1024;

    [Fact]
    public async Task Ten_thousand_idle_connections_leave_others_served_in_bounded_memory()
    {
        await using var server = await HttpServer.StartAsync(("Gateway__ConnectionsMax", "20000"), ("Gateway__KeepAliveSeconds", "600"), ("Gateway__HeadersTimeoutSeconds", "600"));
        await server.Admin.GetAsync("/admin/companies");
        var before = server.Process.ResidentBytes;
        var connections = new List<RawConnection>(Wanted);
        try
        {
            await OpenAsync(server, connections);
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 100; i++)
                await server.Admin.GetAsync("/admin/companies");
            var idle = server.Process.ResidentBytes;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{connections.Count} idle connections: {(idle - before) / connections.Count} bytes each, {idle >> 20} MiB in all; another client's requests took {watch.Elapsed.TotalMilliseconds / 100:0.0} ms each"));
            Assert.InRange(idle - before, long.MinValue, (connections.Count * BytesPerConnection) + (64L << 20));
            // Idle is not dead: the last one asks again.
            await connections[^1].SendAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(200, (await connections[^1].ReadAsync())!.Status);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task Connections_beyond_the_bound_are_closed_and_the_others_served_on()
    {
        await using var server = await HttpServer.StartAsync(("Gateway__ConnectionsMax", "20"));
        var connections = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 20; i++)
            {
                connections.Add(await RawConnection.OpenAsync(server.Url));
                Assert.Equal(200, await AskAsync(connections[i]));
            }

            using (var beyond = await RawConnection.OpenAsync(server.Url))
                Assert.Null(await AskAsync(beyond));
            Assert.Equal(200, await AskAsync(connections[0]));
            connections[1].Dispose();
            using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
            int? status = null;
            while (status is null)
            {
                deadline.Token.ThrowIfCancellationRequested();
                using var next = await RawConnection.OpenAsync(server.Url);
                status = await AskAsync(next);
            }

            Assert.Equal(200, status);
        }
        finally
        {
            connections.ForEach(c => c.Dispose());
        }
    }

    private static async Task<int?> AskAsync(RawConnection connection)
    {
        await connection.SendAsync("GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n");
        return (await connection.ReadAsync())?.Status;
    }

    /// <summary>Opens as many as are wanted. Each asks once, as clients with a pool do.</summary>
    private static async Task OpenAsync(HttpServer server, List<RawConnection> connections)
    {
        while (connections.Count < Wanted)
        {
            var opened = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => RawConnection.OpenAsync(server.Url)));
            connections.AddRange(opened);
            Assert.All(await Task.WhenAll(opened.Select(AskAsync)), status => Assert.Equal(200, status));
        }
    }
}
