namespace UsageCluster.MicroBench.Allocations;

/// <summary>Counts what a path allocates.</summary>
internal static class Meter
{
    private const int WarmUps = 3;
    private const int Rounds = 12;

    /// <summary>
    /// Bytes an operation, rounded down. All threads of the process are counted, since a path may hop; what else happens in a round (a timer, a
    /// table that grows) is not the path's, so the least of the rounds counts.
    /// </summary>
    public static async Task<long> BytesPerOperationAsync(HotPath path)
    {
        var least = long.MaxValue;
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            path.Prepare?.Invoke();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await path.RunAsync();
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            if (round >= WarmUps)
                least = Math.Min(least, bytes);
        }

        return least / path.Operations;
    }
}
