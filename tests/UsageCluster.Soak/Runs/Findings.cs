namespace UsageCluster.Soak.Runs;

/// <summary>What was seen to be wrong with the product: any one fails the run.</summary>
internal sealed class Findings
{
    private const int TextsMax = 50;

    private readonly Lock _lock = new();
    private readonly List<string> _texts = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
                return [.. _texts];
        }
    }

    public void Add(string text)
    {
        Interlocked.Increment(ref _count);
        lock (_lock)
        {
            if (_texts.Count < TextsMax)
                _texts.Add(text);
        }
    }
}
