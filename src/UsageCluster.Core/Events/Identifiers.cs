using System.Buffers;
using System.Globalization;
using System.Text;

namespace UsageCluster.Core.Events;

/// <summary>The grammar of names and ids (domain, "Words"). All are compared exactly.</summary>
public static class Identifiers
{
    /// <summary>The longest company id, ATS id, cost key or agent focus.</summary>
    public const int TokenLengthMax = 64;

    /// <summary>The longest event or interview id.</summary>
    public const int EventIdLengthMax = 256;

    /// <summary>The longest name of a company, an ATS or a key, in characters (Unicode scalar values).</summary>
    public const int NameLengthMax = 200;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Company id, ATS id, cost key or agent focus: 1 to 64 of <c>A–Z a–z 0–9 . _ -</c>.</summary>
    public static bool IsToken(ReadOnlySpan<char> value) =>
        value.Length is >= 1 and <= TokenLengthMax && !value.ContainsAnyExcept(TokenCharacters);

    /// <summary>Event or interview id: 1 to 256 printable characters (no control, format, surrogate or unassigned ones).</summary>
    public static bool IsEventId(ReadOnlySpan<char> value) => IsPrintable(value, EventIdLengthMax, allowFormat: false);

    /// <summary>Name: 1 to 200 printable characters of any script (format characters too, which some need), not all white space.</summary>
    public static bool IsName(ReadOnlySpan<char> value) => IsPrintable(value, NameLengthMax, allowFormat: true) && !value.IsWhiteSpace();

    private static bool IsPrintable(ReadOnlySpan<char> value, int lengthMax, bool allowFormat)
    {
        if (value.IsEmpty || value.Length > 2 * lengthMax)
            return false;
        var length = 0;
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out var rune, out var consumed) != OperationStatus.Done)
                return false;
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                || (category == UnicodeCategory.Format && !allowFormat))
                return false;
            value = value[consumed..];
            if (++length > lengthMax)
                return false;
        }

        return true;
    }
}
