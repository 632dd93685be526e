using System.Net;
using System.Net.Sockets;
using System.Text;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Http;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class ShutdownTests : IDisposable
{
    private const string AdminKey = "the-admin-key-of-the-shutdown-tests";
    private const string Event = """{"eventId":"e","companyId":"acme","occurredAt":"2025-03-01","durationSeconds":60}""";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_server_that_is_told_to_end_first_says_that_it_is_not_ready()
    {
        await using var server = await StartAsync(drainMs: 10_000);
        using var api = new UsageApi(server.Url, AdminKey);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/healthz/ready"));

        var stop = server.StopAsync();
        HttpStatusCode status;
        do
            status = await api.StatusAsync("/healthz/ready");
        while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/healthz/live"));
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/admin/companies"));
        Assert.Equal(0, await stop);
    }

    [Fact]
    public async Task A_request_in_flight_is_answered_and_what_it_booked_is_kept()
    {
        await using (var server = await StartAsync(drainMs: 0))
        {
            using var admin = new UsageApi(server.Url, AdminKey);
            await admin.PutAsync("/admin/companies/acme", new { companyName = "Acme", billingSystem = "minutes" });
            var key = await admin.RuntimeKeyAsync();

            using var client = new TcpClient();
            await client.ConnectAsync(server.Url.Host, server.Url.Port);
            await using var stream = client.GetStream();
            await WriteAsync(stream, $"POST /ingest/events HTTP/1.1\r\nHost: x\r\nX-API-Key: {key}\r\nExpect: 100-continue\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {Event.Length}\r\n\r\n");
            // The server asks for the body: the request is in flight.
            Assert.Contains(" 100 ", await ReadLineAsync(stream), StringComparison.Ordinal);

            var stop = server.StopAsync();
            await UntilRefusedAsync(server.Url);
            Assert.False(stop.IsCompleted);
            await WriteAsync(stream, Event);
            using var reader = new StreamReader(stream);
            Assert.Contains("\"accepted\":1", await reader.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await stop);
        }

        await using var again = await StartAsync(drainMs: 0);
        using var later = new UsageApi(again.Url, AdminKey);
        var usage = await later.GetAsync("/billing/usage?companyId=acme&start=2025-01-01");
        Assert.Equal(1, usage.GetProperty("data").GetProperty("totalMinutesUsed").GetDecimal());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadLineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length < 4 || !line.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            line.Append((char)one[0]);
        }

        return line.ToString();
    }

    private static async Task UntilRefusedAsync(Uri url)
    {
        using var limit = new CancellationTokenSource(ServerProcess.Timeout);
        try
        {
            while (true)
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(url.Host, url.Port, limit.Token);
            }
        }
        catch (SocketException)
        {
            // Nobody listens any more.
        }
    }

    private Task<ServerProcess> StartAsync(int drainMs) => ServerProcess.StartAsync(
        ["--data", _folder.Path], new Dictionary<string, string> { ["USAGE_ADMIN_KEY"] = AdminKey, ["USAGE_DRAIN_MS"] = $"{drainMs}" });
}
