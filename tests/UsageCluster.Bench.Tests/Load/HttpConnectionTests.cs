using System.Net;
using System.Net.Sockets;
using System.Text;
using UsageCluster.Bench.Harness.Load;

namespace UsageCluster.Bench.Tests.Load;

public class HttpConnectionTests
{
    private const string Known = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

    [Theory]
    [InlineData(Known)]
    [InlineData(Chunked)]
    public async Task An_answer_is_read_whole_and_compared(string wire)
    {
        Assert.Equal(new HttpAnswer(200, 5, true), await AskAsync(wire, "hello", isStart: false));
        Assert.Equal(new HttpAnswer(200, 5, true), await AskAsync(wire, "hel", isStart: true));
    }

    [Theory]
    [InlineData(Known, "hallo", false)]
    [InlineData(Chunked, "hallo", false)]
    [InlineData(Known, "hel", false)]
    [InlineData(Chunked, "hello!", false)]
    [InlineData(Known, "hello!", true)]
    public async Task An_answer_that_is_not_the_one_expected_is_noticed(string wire, string expected, bool isStart) =>
        Assert.False((await AskAsync(wire, expected, isStart)).IsAsExpected);

    [Fact]
    public async Task A_status_other_than_200_is_told() =>
        Assert.Equal(429, (await AskAsync("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n", "", isStart: false)).Status);

    private static async Task<HttpAnswer> AskAsync(string wire, string expected, bool isStart)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = await HttpConnection.OpenAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        using var server = await listener.AcceptSocketAsync();
        await server.SendAsync(Encoding.ASCII.GetBytes(wire));
        return await connection.ExchangeAsync(HttpWork.Request("/", null), Encoding.ASCII.GetBytes(expected), isStart);
    }
}
