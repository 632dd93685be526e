using UsageCluster.Core.Timelines;

namespace UsageCluster.Core.Books;

/// <summary>The uses of one line, as its writer keeps them.</summary>
internal sealed class Line(LineKey key)
{
    private LineView? _view;

    /// <summary>What the uses have in common.</summary>
    public LineKey Key { get; } = key;

    /// <summary>The uses as booked.</summary>
    public Timeline Uses { get; } = new();

    /// <summary>What corrections put on the line, under their own versions; null: none did.</summary>
    public Timeline? Added { get; private set; }

    /// <summary>What corrections took from the line, likewise: the line is what was booked and added, less this.</summary>
    public Timeline? Removed { get; private set; }

    /// <summary>The line's place among the lines of its system in order; -1 until it has one.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Whether the line changed since the last <see cref="View"/>; a new one did.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>What corrections put on the line, made if none did yet.</summary>
    public Timeline ToAdd() => Added ??= new Timeline();

    /// <summary>What corrections took from the line, made if none did yet.</summary>
    public Timeline ToRemove() => Removed ??= new Timeline();

    /// <summary>Marks the line as changed.</summary>
    /// <returns>Whether it was not before.</returns>
    public bool Change()
    {
        var first = !IsChanged;
        IsChanged = true;
        return first;
    }

    /// <summary>The line as it is.</summary>
    public LineView View()
    {
        if (_view is null || IsChanged)
            _view = new LineView(Key, Uses.View(), Added?.View(), Removed?.View());
        IsChanged = false;
        return _view;
    }
}
