namespace UsageCluster.Core.Time;

/// <summary>The one grammar of instants in queries and bodies: <c>yyyy-MM-dd[Thh:mm[:ss[.f{1,7}]][Z|±hh:mm]]</c>.</summary>
public static class InstantGrammar
{
    private const int DateLength = 10;
    private const int MinuteLength = 16;
    private const int FractionDigitsMax = 7;

    /// <summary>
    /// Reads an instant. A date is its 00:00 UTC; no offset means UTC. False for anything else, and for an instant
    /// outside <see cref="Instant.Earliest"/> to <see cref="Instant.Latest"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (!TryReadDate(text, out var ticks))
            return false;
        if (text.Length > DateLength)
        {
            if (!TryReadTime(text, out var timeTicks, out var rest) || !TryReadOffset(rest, out var offsetTicks))
                return false;
            ticks += timeTicks - offsetTicks;
        }

        instant = new Instant(ticks);
        return instant >= Instant.Earliest && instant <= Instant.Latest;
    }

    private static bool TryReadDate(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-'
            || !TryReadNumber(text[..4], out var year)
            || !TryReadNumber(text[5..7], out var month)
            || !TryReadNumber(text[8..10], out var day)
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = default;
        if (text.Length < MinuteLength || text[DateLength] != 'T' || text[13] != ':'
            || !TryReadNumber(text[11..13], out var hour) || !TryReadNumber(text[14..16], out var minute) || hour > 23 || minute > 59)
            return false;
        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = text[MinuteLength..];
        if (rest.IsEmpty || rest[0] != ':')
            return true;
        if (rest.Length < 3 || !TryReadNumber(rest[1..3], out var second) || second > 59)
            return false;
        ticks += second * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        return rest.IsEmpty || rest[0] != '.' || TryReadFraction(ref rest, ref ticks);
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, ref long ticks)
    {
        var digits = 1;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            digits++;
        if (digits - 1 is < 1 or > FractionDigitsMax)
            return false;
        var unit = TimeSpan.TicksPerSecond;
        for (var i = 1; i < digits; i++)
        {
            unit /= 10;
            ticks += (rest[i] - '0') * unit;
        }

        rest = rest[digits..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty || text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryReadNumber(text[1..3], out var hours) || !TryReadNumber(text[4..6], out var minutes) || hours > 23 || minutes > 59)
            return false;
        ticks = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        if (text[0] == '-')
            ticks = -ticks;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
