using UsageCluster.Core.Books;

namespace UsageCluster.Cli.Replaying;

/// <summary>Figures of one range, by what they are of.</summary>
internal static class Figures
{
    /// <summary>Each figure of either, in order of their keys.</summary>
    public static SortedDictionary<LineKey, FigurePair> Pair(IReadOnlyDictionary<LineKey, LineSums> ledger, IReadOnlyDictionary<LineKey, LineSums> other)
    {
        var pairs = new SortedDictionary<LineKey, FigurePair>(Comparer<LineKey>.Create((left, right) => left.CompareTo(right)));
        foreach (var key in ledger.Keys.Concat(other.Keys))
            pairs[key] = new FigurePair(ledger.GetValueOrDefault(key), other.GetValueOrDefault(key));
        return pairs;
    }

    /// <summary>Whether two are the same.</summary>
    public static bool AreSame(IReadOnlyDictionary<LineKey, LineSums> left, IReadOnlyDictionary<LineKey, LineSums> right) =>
        left.Count == right.Count && left.All(f => right.GetValueOrDefault(f.Key) == f.Value);
}
