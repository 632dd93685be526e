using System.Text;
using UsageCluster.Core.Events;

namespace UsageCluster.Gateway.Ingest;

/// <summary>
/// Makes strings of company ids, cost keys and foci, which calls repeat often, without a new one for each event. Bounded, and safe for concurrent
/// use: whoever meets another token in its place makes its own.
/// </summary>
internal sealed class TokenCache
{
    private const int Slots = 8 * 1024;
    private readonly string?[] _slots = new string?[Slots];

    /// <summary>The token of these bytes; null if they are not one by <see cref="Identifiers.IsToken"/>.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Identifiers.TokenLengthMax)
            return null;
        var hash = 2166136261u;
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619u;
        ref var slot = ref _slots[(hash ^ (hash >> 16)) & (Slots - 1)];
        if (slot is { } known && Ascii.Equals(utf8, known))
            return known;
        Span<char> text = stackalloc char[Identifiers.TokenLengthMax];
        if (Ascii.ToUtf16(utf8, text, out var length) != System.Buffers.OperationStatus.Done || !Identifiers.IsToken(text[..length]))
            return null;
        var token = new string(text[..length]);
        slot = token;
        return token;
    }
}
