using UsageCluster.MicroBench.Support;
using UsageCluster.TestKit.Files;

namespace UsageCluster.MicroBench.Allocations;

/// <summary>Every path that is gated.</summary>
internal static class HotPaths
{
    private const int Companies = 1_000;
    private const int Seeds = 50;

    /// <summary>Counts them all, in the order in which an event and a figure travel.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> MeasureAsync()
    {
        var measured = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var path in CorePaths.All())
            measured.Add(path.Name, await Meter.BytesPerOperationAsync(path));
        var append = StorePaths.Postgres();
        measured.Add(append.Name, await Meter.BytesPerOperationAsync(append));
        using (var folder = new TempFolder())
        {
            var (path, store) = await StorePaths.SqliteAsync(folder);
            await using (store)
                measured.Add(path.Name, await Meter.BytesPerOperationAsync(path));
        }

        await using var node = await Node.StartAsync(Companies, Seeds);
        await foreach (var path in GatewayPaths.AllAsync(node, Companies))
            measured.Add(path.Name, await Meter.BytesPerOperationAsync(path));
        foreach (var path in RecordPaths.All(node))
            measured.Add(path.Name, await Meter.BytesPerOperationAsync(path));
        return measured;
    }
}
