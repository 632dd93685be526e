namespace UsageCluster.Soak.Faults;

/// <summary>What was done to a store's servers until now.</summary>
internal sealed class FaultLog
{
    private readonly Lock _lock = new();
    private readonly List<FaultWindow> _windows = [];

    public IReadOnlyList<FaultWindow> Windows
    {
        get
        {
            lock (_lock)
                return [.. _windows];
        }
    }

    public void Add(FaultWindow window)
    {
        lock (_lock)
            _windows.Add(window);
    }
}
