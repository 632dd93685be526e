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

    /// <summary>Writes a booked quantity (ms as minutes, millionths as credits) as UTF-8 digits; returns the bytes written.</summary>
    public static int Format(BillingSystem system, long quantity, Span<byte> utf8) => throw new NotSupportedException();

    /// <summary>Reads a JSON number's text as millionths; false if it has more than 6 significant fraction digits or leaves 64 bits.</summary>
    public static bool TryParseMicro(ReadOnlySpan<byte> utf8Number, out long micro) => throw new NotSupportedException();

    /// <summary>Reads a JSON number of seconds as whole milliseconds; false if it has more than 3 significant fraction digits or leaves 64 bits.</summary>
    public static bool TryParseMilliseconds(ReadOnlySpan<byte> utf8Number, out long ms) => throw new NotSupportedException();
}
