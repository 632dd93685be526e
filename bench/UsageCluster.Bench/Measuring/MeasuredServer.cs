using UsageCluster.Standalone.Hosting;

namespace UsageCluster.Bench.Measuring;

/// <summary>The product as a server that tells on a second port how large its live heap is.</summary>
internal static class MeasuredServer
{
    public static async Task RunAsync(int port, int heapPort, string database, string adminKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{heapPort}");
        await using var heap = builder.Build();
        heap.Run(context =>
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            return context.Response.WriteAsJsonAsync(GC.GetTotalMemory(forceFullCollection: true));
        });
        // Before the product, whose readiness is waited for.
        await heap.StartAsync();

        var options = new StandaloneOptions { Urls = $"http://127.0.0.1:{port}", Ledger = database, AdminKey = adminKey };
        await using var host = await StandaloneHost.CreateAsync(options, configureLogging: logging => logging.SetMinimumLevel(LogLevel.Warning));
        await host.StartAsync();
        await host.App.WaitForShutdownAsync();
    }
}
