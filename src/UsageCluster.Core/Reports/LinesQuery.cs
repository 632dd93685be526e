using System.Collections.Immutable;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Reports;

/// <summary>Asks for the figures of lines in intervals that follow one another. Equal by content.</summary>
public sealed class LinesQuery : IEquatable<LinesQuery>
{
    /// <summary>The most intervals of a query.</summary>
    public const int IntervalsMax = 20_000;

    /// <summary>A query. Throws <see cref="ArgumentException"/> unless the bounds ascend and enclose 1 to <see cref="IntervalsMax"/> intervals.</summary>
    /// <param name="bounds">Where each interval begins, and where the last one ends.</param>
    /// <param name="groups">What is told apart.</param>
    public LinesQuery(ImmutableArray<Instant> bounds, LineGroups groups)
    {
        if (bounds.Length is < 2 or > IntervalsMax + 1)
            throw new ArgumentException("A query has some intervals, and not too many.", nameof(bounds));
        for (var i = 1; i < bounds.Length; i++)
        {
            if (bounds[i] <= bounds[i - 1])
                throw new ArgumentException("The bounds of intervals must ascend.", nameof(bounds));
        }

        Bounds = bounds;
        Groups = groups;
    }

    /// <summary>Where each interval begins, and where the last one ends.</summary>
    public ImmutableArray<Instant> Bounds { get; }

    /// <summary>What is told apart.</summary>
    public LineGroups Groups { get; }

    /// <summary>From the first bound to the last.</summary>
    public TimeRange Range => new(Bounds[0], Bounds[^1]);

    /// <summary>The interval that holds an instant of <see cref="Range"/>.</summary>
    public int IntervalOf(Instant instant)
    {
        var place = Bounds.BinarySearch(instant);
        return place >= 0 ? place : ~place - 1;
    }

    /// <summary>A line's key with nothing but what is told apart: the cost key empty, the others null.</summary>
    public LineKey Group(LineKey key) => Groups.HasFlag(LineGroups.All)
        ? key
        : new LineKey(
            key.System,
            Groups.HasFlag(LineGroups.CostKey) ? key.CostKey : "",
            Groups.HasFlag(LineGroups.AgentFocus) ? key.AgentFocus : null,
            Groups.HasFlag(LineGroups.Interaction) ? key.Direction : null,
            Groups.HasFlag(LineGroups.Interaction) ? key.Resolution : null);

    /// <inheritdoc />
    public bool Equals(LinesQuery? other) =>
        ReferenceEquals(this, other) || (other is not null && Groups == other.Groups && Bounds.AsSpan().SequenceEqual(other.Bounds.AsSpan()));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as LinesQuery);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Groups, Bounds.Length, Bounds[0], Bounds[^1]);
}
