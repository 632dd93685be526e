using System.Security.Cryptography;
using System.Text;

namespace UsageCluster.Core.Events;

/// <summary>
/// The 16-byte key under which a ledger stores an event id, and the text beside it. A lower-case hyphenated UUID is its own
/// key; any other id is keyed by a hash in the form of a version 8 UUID. A UUID of version 8 counts as text, so that
/// no id can be forged to meet another's hash. Equal keys are equal ids only if the texts are equal too.
/// </summary>
/// <param name="Key">The key.</param>
/// <param name="Text">The id as text; null where the key itself is the id.</param>
public readonly record struct EventKey(Guid Key, string? Text)
{
    /// <summary>The key of an event id.</summary>
    public static EventKey Of(string eventId)
    {
        if (eventId.Length == 36 && eventId[14] != '8' && IsLowerCaseUuid(eventId))
            return new EventKey(Guid.ParseExact(eventId, "D"), null);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> utf8 = stackalloc byte[4 * Identifiers.EventIdLengthMax];
        if (Encoding.UTF8.TryGetBytes(eventId, utf8, out var written))
            SHA256.HashData(utf8[..written], hash);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(eventId), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new EventKey(new Guid(hash[..16], bigEndian: true), eventId);
    }

    /// <summary>The event id that this key was made of.</summary>
    public string EventId => Text ?? Key.ToString("D");

    private static bool IsLowerCaseUuid(ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var hyphen = i is 8 or 13 or 18 or 23;
            if (hyphen ? value[i] != '-' : !char.IsAsciiHexDigitLower(value[i]))
                return false;
        }

        return true;
    }
}
