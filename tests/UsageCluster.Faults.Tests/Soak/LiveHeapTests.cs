using UsageCluster.Soak.Measures;
using UsageCluster.TestKit.Files;
using UsageCluster.TestKit.Processes;

namespace UsageCluster.Faults.Tests.Soak;

public sealed class LiveHeapTests
{
    [Fact]
    public async Task A_server_tells_what_lives_on_its_heap_and_a_process_that_is_gone_does_not()
    {
        using var folder = new TempFolder();
        await using var server = await ServerProcess.StartAsync(["--data", folder.Under("data")]);
        Assert.InRange((await LiveHeap.TakeAsync(server.Id)).GetValueOrDefault(), 100_000, 100_000_000);
        await server.KillAsync();
        Assert.Null(await LiveHeap.TakeAsync(server.Id));
    }
}
