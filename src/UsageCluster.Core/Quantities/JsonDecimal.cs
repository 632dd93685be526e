namespace UsageCluster.Core.Quantities;

/// <summary>Reads JSON numbers by value into scaled 64-bit integers: exact, in time linear in the text whatever the exponent.</summary>
internal static class JsonDecimal
{
    // Beyond any count of digits that a text can have, and far from the ends of 64 bits.
    private const long ExponentMax = 1_000_000_000_000;
    private const int LongDigitsMax = 19;

    /// <summary>
    /// The number times 10^<paramref name="scale"/>. False if the text is no JSON number, if that is no whole number, or if it
    /// leaves 64 bits.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out long value)
    {
        value = 0;
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative)
            text = text[1..];
        var whole = CountDigits(text);
        if (whole == 0 || (whole > 1 && text[0] == '0'))
            return false;
        var rest = text[whole..];
        var fraction = 0;
        if (!rest.IsEmpty && rest[0] == '.')
        {
            fraction = CountDigits(rest[1..]);
            if (fraction == 0)
                return false;
            rest = rest[(fraction + 1)..];
        }

        return TryReadExponent(rest, out var exponent)
            && TryScale(text[..whole], fraction == 0 ? default : text.Slice(whole + 1, fraction), exponent + scale, negative, out value);
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] is not ((byte)'e' or (byte)'E'))
            return false;
        text = text[1..];
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+'))
            text = text[1..];
        if (text.IsEmpty || CountDigits(text) != text.Length)
            return false;
        foreach (var digit in text)
            exponent = Math.Min((exponent * 10) + (digit - '0'), ExponentMax);
        if (negative)
            exponent = -exponent;
        return true;
    }

    private static bool TryScale(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, long exponent, bool negative, out long value)
    {
        value = 0;
        fraction = fraction.TrimEnd((byte)'0');
        exponent -= fraction.Length;
        if (fraction.IsEmpty)
        {
            var trimmed = whole.TrimEnd((byte)'0');
            exponent += whole.Length - trimmed.Length;
            whole = trimmed;
        }

        whole = whole.TrimStart((byte)'0');
        if (whole.IsEmpty)
            fraction = fraction.TrimStart((byte)'0');
        var digits = (long)whole.Length + fraction.Length;
        if (digits == 0)
            return true;
        if (exponent < 0 || digits + exponent > LongDigitsMax)
            return false;

        // At most 19 digits: below 10^19, which an unsigned 64-bit integer holds.
        ulong magnitude = 0;
        foreach (var digit in whole)
            magnitude = (magnitude * 10) + (ulong)(digit - '0');
        foreach (var digit in fraction)
            magnitude = (magnitude * 10) + (ulong)(digit - '0');
        for (; exponent > 0; exponent--)
            magnitude *= 10;
        if (magnitude > (negative ? (ulong)long.MaxValue + 1 : long.MaxValue))
            return false;
        value = negative ? unchecked((long)(0UL - magnitude)) : (long)magnitude;
        return true;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }
}
