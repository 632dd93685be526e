using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>Instants of tests.</summary>
internal static class At
{
    public static readonly Instant Start = Of("2026-01-01T00:00:00Z");

    public static Instant Of(string text) =>
        InstantGrammar.TryParse(text, out var instant) ? instant : throw new ArgumentException($"Not an instant: {text}", nameof(text));

    /// <summary>So many ticks after <see cref="Start"/>: neighbours are 100 ns apart.</summary>
    public static Instant Tick(long offset) => new(Start.Ticks + offset);

    public static TimeRange Range(long start, long end) => new(Tick(start), Tick(end));
}
