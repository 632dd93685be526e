namespace UsageCluster.Gateway.Hosting;

/// <summary>Whether the program has got past its start.</summary>
public sealed class StartPhase
{
    private volatile bool _ended;

    /// <summary>Whether the server serves, or has served.</summary>
    public bool HasEnded => _ended;

    /// <summary>The start is over.</summary>
    public void End() => _ended = true;
}
