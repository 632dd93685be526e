namespace UsageCluster.Standalone.Hosting;

/// <summary>Whether the program has got past its start.</summary>
internal sealed class StartPhase
{
    private volatile bool _ended;

    public bool HasEnded => _ended;

    public void End() => _ended = true;
}
