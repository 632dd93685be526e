namespace UsageCluster.Soak.Measures;

/// <summary>All calls of a run.</summary>
internal sealed class CallLog
{
    private readonly Lock _lock = new();
    private readonly List<CallSample> _samples = [];

    public IReadOnlyList<CallSample> Samples
    {
        get
        {
            lock (_lock)
                return [.. _samples];
        }
    }

    public void Add(CallSample sample)
    {
        lock (_lock)
            _samples.Add(sample);
    }
}
