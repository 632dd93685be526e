using System.Buffers.Text;
using UsageCluster.Core.Billing;

namespace UsageCluster.Core.Quantities;

/// <summary>
/// Exact quantities as decimal text of at most 6 fraction digits: no trailing zeros, no exponent, rounded once,
/// half away from zero (domain rule 1).
/// </summary>
public static class SixDigits
{
    /// <summary>The longest text that <see cref="Format"/> writes, in bytes.</summary>
    public const int LengthMax = 32;

    private const ulong MillisecondsPerMinute = 60_000;
    private const ulong MicroPerUnit = 1_000_000;

    /// <summary>Writes a booked quantity (ms as minutes, millionths as credits) as UTF-8 digits; returns the bytes written.</summary>
    public static int Format(BillingSystem system, long quantity, Span<byte> utf8)
    {
        var negative = quantity < 0;
        var magnitude = negative ? unchecked(0UL - (ulong)quantity) : (ulong)quantity;
        ulong units, micro;
        if (system == BillingSystem.Minutes)
        {
            // A millisecond is 50/3 millionths of a minute. Thirds never tie, and 59,999 ms round to less than a minute.
            (units, var ms) = Math.DivRem(magnitude, MillisecondsPerMinute);
            micro = ((ms * 50 * 2) + 3) / 6;
        }
        else
        {
            (units, micro) = Math.DivRem(magnitude, MicroPerUnit);
        }

        var written = 0;
        if (negative)
            utf8[written++] = (byte)'-';
        if (!Utf8Formatter.TryFormat(units, utf8[written..], out var digits))
            throw new ArgumentException($"The buffer must hold {LengthMax} bytes.", nameof(utf8));
        written += digits;
        return micro == 0 ? written : written + WriteFraction((uint)micro, utf8[written..]);
    }

    /// <summary>
    /// Reads a JSON number's text as millionths, by value; false if it has more than 6 significant fraction digits, leaves 64 bits
    /// or is no JSON number.
    /// </summary>
    public static bool TryParseMicro(ReadOnlySpan<byte> utf8Number, out long micro) => JsonDecimal.TryParse(utf8Number, 6, out micro);

    /// <summary>
    /// Reads a JSON number of seconds as whole milliseconds, by value; false if it has more than 3 significant fraction digits,
    /// leaves 64 bits or is no JSON number.
    /// </summary>
    public static bool TryParseMilliseconds(ReadOnlySpan<byte> utf8Number, out long ms) => JsonDecimal.TryParse(utf8Number, 3, out ms);

    private static int WriteFraction(uint micro, Span<byte> utf8)
    {
        var length = 6;
        while (micro % 10 == 0)
        {
            micro /= 10;
            length--;
        }

        utf8[0] = (byte)'.';
        for (var i = length; i >= 1; i--)
        {
            utf8[i] = (byte)('0' + (micro % 10));
            micro /= 10;
        }

        return length + 1;
    }
}
