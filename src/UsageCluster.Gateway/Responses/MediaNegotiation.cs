using Microsoft.Extensions.Primitives;
using UsageCluster.Gateway.Problems;

namespace UsageCluster.Gateway.Responses;

/// <summary>Chooses the representation of an answer by <c>Accept</c> (RFC 9110, 12.5.1).</summary>
internal static class MediaNegotiation
{
    /// <summary>
    /// The position in <paramref name="offered"/> (media types without parameters) of the one with the highest weight; of equal ones the
    /// one that is named more exactly, then the first. The first if nothing is asked for. Throws the problem if none fits.
    /// </summary>
    public static int Choose(StringValues accept, ReadOnlySpan<string> offered)
    {
        if (accept.Count == 0 || (accept.Count == 1 && (string.IsNullOrEmpty(accept[0]) || accept[0] == "*/*" || accept[0] == offered[0])))
            return 0;

        var best = -1;
        var bestRank = (Weight: 0, Precision: 0);
        for (var i = 0; i < offered.Length; i++)
        {
            var rank = Rank(accept, offered[i]);
            if (rank.Weight > 0 && rank.CompareTo(bestRank) > 0)
            {
                best = i;
                bestRank = rank;
            }
        }

        return best >= 0
            ? best
            : throw new ProblemException(ErrorCodes.NotAcceptable, $"Accept fits none of {string.Join(", ", offered)}.");
    }

    /// <summary>The weight that the most precise matching range gives the type, and how precise that is (1 to 3).</summary>
    private static (int Weight, int Precision) Rank(StringValues accept, string type)
    {
        var rank = (Weight: 0, Precision: 0);
        foreach (var value in accept)
        {
            var list = value.AsSpan();
            while (HeaderPreferences.TryTake(ref list, out var range, out var weight))
            {
                var precision = Match(range, type);
                if (precision > rank.Precision)
                    rank = (weight, precision);
            }
        }

        return rank;
    }

    private static int Match(ReadOnlySpan<char> range, string type)
    {
        if (range.Equals(type, StringComparison.OrdinalIgnoreCase))
            return 3;
        if (range.SequenceEqual("*/*"))
            return 1;
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return range.EndsWith("/*") && range[..^1].Equals(type.AsSpan(0, slash + 1), StringComparison.OrdinalIgnoreCase) ? 2 : 0;
    }
}
