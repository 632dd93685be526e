using FsCheck;
using FsCheck.Fluent;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Generators of values.</summary>
internal static class Generate
{
    /// <summary>64-bit integers of every magnitude, and the ends.</summary>
    public static readonly Gen<long> Longs = Gen.OneOf(
        from value in Between(long.MinValue, long.MaxValue)
        from shift in Gen.Choose(0, 63)
        select value >> shift,
        Gen.Elements(long.MinValue, long.MinValue + 1, -1, 0, 1, long.MaxValue - 1, long.MaxValue));

    /// <summary>The same, not negative.</summary>
    public static readonly Gen<long> NaturalLongs = Longs.Select(value => value < 0 ? ~value : value);

    /// <summary>Instants of the grammar, on round seconds or not.</summary>
    public static readonly Gen<Instant> Instants =
        from ticks in Between(Instant.Earliest.Ticks, Instant.Latest.Ticks)
        from unit in Gen.Elements(1L, 10L, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, TimeSpan.TicksPerDay)
        select new Instant(ticks - (ticks % unit));

    /// <summary>An instant away from the ends and an offset in minutes.</summary>
    public static readonly Gen<(Instant Instant, int OffsetMinutes)> InstantsWithOffset =
        from ticks in Between(At.Of("1970-01-03").Ticks, At.Of("9999-12-29").Ticks)
        from offset in Gen.Choose(-14 * 60, 14 * 60)
        select (new Instant(ticks), offset);

    /// <summary>Texts of instants with one character replaced, removed or doubled.</summary>
    public static readonly Gen<string> DamagedInstantTexts =
        from instant in Instants
        from suffix in Gen.Elements("Z", "", "+00:30", "-11:00")
        from place in Gen.Choose(0, 40)
        from with in Gen.Elements("", "0", "1", "9", "-", ":", ".", "Z", "T", "+", " ", "x", "00")
        let text = instant.ToString().TrimEnd('Z') + suffix
        let at = place % text.Length
        select text[..at] + with + text[(at + 1)..];

    /// <summary>64-bit integers from one to another, both inclusive.</summary>
    public static Gen<long> Between(long min, long max) =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        let any = ((UInt128)(uint)high << 32) | (uint)low
        select (long)(min + (Int128)(any % (UInt128)((Int128)max - min + 1)));
}
