using System.Globalization;

namespace UsageCluster.Core.Time;

/// <summary>A UTC calendar month of the years 1970 to 9999: the billing period (domain rule 16).</summary>
public readonly record struct CalendarMonth : IComparable<CalendarMonth>
{
    private const int MonthsPerYear = 12;
    private const int YearMin = 1970;
    private const int YearMax = 9999;

    // Months since the year 0.
    private readonly int _number;

    /// <summary>A month; throws <see cref="ArgumentOutOfRangeException"/> outside the years 1970 to 9999 or the months 1 to 12.</summary>
    public CalendarMonth(int year, int month)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, YearMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, YearMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, MonthsPerYear);
        _number = (year * MonthsPerYear) + month - 1;
    }

    /// <summary>The year.</summary>
    public int Year => _number / MonthsPerYear;

    /// <summary>The month of the year, from 1.</summary>
    public int Month => (_number % MonthsPerYear) + 1;

    /// <summary>Months since the year 0: what stores keep.</summary>
    public int Number => _number;

    /// <summary>The first instant of the month.</summary>
    public Instant Start => new(new DateTime(Year, Month, 1).Ticks);

    /// <summary>The first instant of the next month; of the last month the last instant that there is.</summary>
    public Instant End => this == Last ? Instant.Latest : Next.Start;

    /// <summary>All of the month.</summary>
    public TimeRange Range => new(Start, End);

    /// <summary>The month after it; throws <see cref="ArgumentOutOfRangeException"/> after the last one.</summary>
    public CalendarMonth Next => Of(_number + 1);

    /// <summary>The last month.</summary>
    public static CalendarMonth Last => new(YearMax, MonthsPerYear);

    /// <summary>The month that an instant lies in; of an instant before 1970 the first month.</summary>
    public static CalendarMonth At(Instant instant)
    {
        var time = new DateTime(Math.Max(instant.Ticks, Instant.Earliest.Ticks));
        return new CalendarMonth(time.Year, time.Month);
    }

    /// <summary>Reads <c>YYYY-MM</c>, of the years 1970 to 9999.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CalendarMonth month)
    {
        month = default;
        if (text.Length != 7 || text[4] != '-'
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year < YearMin
            || !int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MonthsPerYear)
            return false;
        month = new CalendarMonth(year, number);
        return true;
    }

    /// <summary>The month that lies so many later, or earlier.</summary>
    public CalendarMonth Plus(int months) => Of(checked(_number + months));

    /// <inheritdoc />
    public int CompareTo(CalendarMonth other) => _number.CompareTo(other._number);

    /// <summary>Earlier than.</summary>
    public static bool operator <(CalendarMonth left, CalendarMonth right) => left._number < right._number;

    /// <summary>Later than.</summary>
    public static bool operator >(CalendarMonth left, CalendarMonth right) => left._number > right._number;

    /// <summary>Not later than.</summary>
    public static bool operator <=(CalendarMonth left, CalendarMonth right) => left._number <= right._number;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(CalendarMonth left, CalendarMonth right) => left._number >= right._number;

    /// <summary><c>YYYY-MM</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");

    /// <summary>The month of a number; throws <see cref="ArgumentOutOfRangeException"/> outside the years 1970 to 9999.</summary>
    public static CalendarMonth Of(int number) => new(Math.DivRem(number, MonthsPerYear, out var month), month + 1);
}
