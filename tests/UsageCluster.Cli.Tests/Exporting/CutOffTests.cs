using System.Net;
using System.Net.Sockets;
using System.Text;
using UsageCluster.Cli.Tests.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.Cli.Tests.Exporting;

public sealed class CutOffTests
{
    [Fact]
    public async Task An_answer_that_is_cut_off_is_no_export()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Under("key"), "a-key");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener);

        var run = await CliRun.OfAsync(
            "export", "history", "--url", $"http://{listener.LocalEndpoint}", "--key-file", folder.Under("key"), "--output", folder.Under("out"));

        await served;
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("usage: cut off after 2 lines, 6 characters: ", run.Errors, StringComparison.Ordinal);
        Assert.Equal([folder.Under("key")], Directory.GetFiles(folder.Path));
    }

    // Two lines of a body that goes on.
    private static async Task ServeAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var asked = "";
        var buffer = new byte[4096];
        while (!asked.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            asked += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/csv; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n6\r\na\r\nb\r\n\r\n"u8.ToArray());
    }
}
