namespace UsageCluster.Silo.Placement;

/// <summary>
/// Rendezvous hashing: every silo of every version picks the same node for a key, and when a node comes or goes only its own keys move.
/// The numbers are fixed for ever.
/// </summary>
internal static class RendezvousHash
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>A text as a number: FNV-1a over its UTF-16 code units, then mixed.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = FnvOffset;
        foreach (var unit in text)
            hash = (hash ^ unit) * FnvPrime;
        return Mix(hash);
    }

    /// <summary>How much a node wants a key; the highest has it.</summary>
    public static ulong Score(ulong node, ulong key) => Mix(node ^ Mix(key));

    /// <summary>The position of the node that has a key. Of equal scores, which hardly exist, the first wins: nodes are given in one order everywhere.</summary>
    public static int Pick(ReadOnlySpan<ulong> nodes, ulong key)
    {
        var best = 0;
        var bestScore = Score(nodes[0], key);
        for (var i = 1; i < nodes.Length; i++)
        {
            var score = Score(nodes[i], key);
            if (score > bestScore)
                (best, bestScore) = (i, score);
        }

        return best;
    }

    /// <summary>Every bit of the result depends on every bit of the value; one to one.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
