using System.Collections.Concurrent;

namespace UsageCluster.Core.Books;

/// <summary>
/// One string for each of the cost keys that companies share: less memory, and merging reports compares references. Bounded: what
/// does not fit stays as it is.
/// </summary>
internal static class CostKeyPool
{
    private const int KeysMax = 1024;

    private static readonly ConcurrentDictionary<string, string> Keys = new(StringComparer.Ordinal);

    /// <summary>An equal string, shared if there is room.</summary>
    public static string Share(string costKey)
    {
        if (Keys.TryGetValue(costKey, out var shared))
            return shared;
        return Keys.Count < KeysMax ? Keys.GetOrAdd(costKey, costKey) : costKey;
    }
}
