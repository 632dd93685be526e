using UsageCluster.Bench.Harness;

namespace UsageCluster.Bench.Scenarios;

/// <summary>Gives a rival the number of connections that serves it best.</summary>
internal static class BestConnections
{
    /// <summary>Measures with each number, and returns the one with the most a second.</summary>
    public static async Task<int> OfAsync(IEnumerable<int> counts, Func<int, Task<Measurement>> measure)
    {
        var best = (Connections: 0, PerSecond: 0.0);
        foreach (var connections in counts)
        {
            var measured = await measure(connections);
            if (measured.PerSecond > best.PerSecond)
                best = (connections, measured.PerSecond);
        }

        return best.Connections;
    }
}
