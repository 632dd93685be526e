using UsageCluster.Simulation.Schedules;

namespace UsageCluster.Simulation.World;

/// <summary>What happened: a hash of everything, and the last lines for people.</summary>
internal sealed class Trace(Action<string>? print = null)
{
    private const int LinesMax = 40;

    private readonly Queue<string> _lines = new();

    /// <summary>Equal for equal runs, in whatever process.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>The last lines.</summary>
    public IEnumerable<string> Lines => _lines;

    public void Add(long value) => Hash = Rng.Mix(Hash ^ (ulong)value);

    public void Say(TimeSpan at, string text)
    {
        foreach (var letter in text)
            Hash = (Hash ^ letter) * 0x100000001B3;
        var line = $"{at.TotalSeconds,14:F6}  {text}";
        print?.Invoke(line);
        _lines.Enqueue(line);
        if (_lines.Count > LinesMax)
            _lines.Dequeue();
    }
}
