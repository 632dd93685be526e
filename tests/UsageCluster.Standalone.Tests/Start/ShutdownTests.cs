using System.Net;
using UsageCluster.Standalone.Tests.Support;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Standalone.Tests.Start;

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_server_that_is_told_to_end_first_says_that_it_is_not_ready()
    {
        using var folder = new TempFolder();
        await using var server = await ServerProcess.StartAsync(["--data", folder.Path]);
        using var api = new UsageApi(server.Url, "none");
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/healthz/ready"));

        var stop = server.StopAsync();
        HttpStatusCode status;
        do
            status = await api.StatusAsync("/healthz/ready");
        while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.OK, await api.StatusAsync("/healthz/live"));
        Assert.Equal(0, await stop);
    }
}
