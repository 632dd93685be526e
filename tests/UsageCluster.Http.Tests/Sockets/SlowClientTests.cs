using UsageCluster.Http.Tests.Support;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Http.Tests.Sockets;

/// <summary>Clients that hold on to a connection. The bounds are as short as can be waited for; others are served meanwhile.</summary>
public sealed class SlowClientTests(ImpatientServer shared) : IClassFixture<ImpatientServer>
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    [Fact]
    public Task A_client_that_sends_nothing_is_cut_off() => AssertEndsAsync("", "", "");

    [Fact]
    public Task A_client_that_sends_its_headers_one_by_one_is_cut_off() =>
        AssertEndsAsync("GET /admin/companies HTTP/1.1\r\nHost: x\r\n", "X: y\r\n", " 408 ");

    [Fact]
    public Task A_client_that_sends_its_body_byte_by_byte_is_cut_off() =>
        AssertEndsAsync(RawRequest.Post(shared.RuntimeKey, "Content-Length: 1000000\r\n", "["), " ", " 408 ");

    [Fact]
    public Task A_client_that_sends_its_chunks_byte_by_byte_is_cut_off() =>
        AssertEndsAsync(RawRequest.Post(shared.RuntimeKey, "Transfer-Encoding: chunked\r\n", "1\r\n[\r\n"), "1\r\n \r\n", " 408 ");

    [Fact]
    public async Task A_client_that_is_refused_and_goes_on_to_send_slowly_is_cut_off() => await AssertEndsAsync(
        "POST /ingest/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n", " ", " 401 ");

    [Fact]
    public async Task A_client_that_does_not_read_its_answers_is_cut_off()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);
        // Until neither the server's buffers nor the machine's take any more, and then until it gives up: a write fails.
        var requests = string.Concat(Enumerable.Repeat("GET /openapi/v1.json HTTP/1.1\r\nHost: x\r\n\r\n", 100));

        while (await connection.TrySendAsync(requests, deadline.Token))
            await AssertServedAsync();
    }

    /// <summary>Sends something, and then a little again and again until the server closes; others are served all the while.</summary>
    private async Task AssertEndsAsync(string first, string again, string status)
    {
        using var connection = await RawConnection.OpenAsync(shared.Server.Url);
        await connection.SendAsync(first);
        var reading = connection.ReadToEndAsync();
        using var pace = new PeriodicTimer(Between);
        using var deadline = new CancellationTokenSource(ServerProcess.Timeout);

        while (!reading.IsCompleted)
        {
            await pace.WaitForNextTickAsync(deadline.Token);
            await connection.SendAsync(again);
            await AssertServedAsync();
        }

        Assert.Contains(status, await reading, StringComparison.Ordinal);
    }

    private async Task AssertServedAsync() => await shared.Server.Admin.GetAsync("/admin/companies");
}
