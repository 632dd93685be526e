namespace UsageCluster.Gateway.Health;

/// <summary>Whether the process takes requests: the host says so once it has started, and takes it back before it stops.</summary>
public sealed class Readiness
{
    private volatile bool _ready;

    /// <summary>Whether the process takes requests.</summary>
    public bool IsReady => _ready;

    /// <summary>The process has started.</summary>
    public void MarkReady() => _ready = true;

    /// <summary>The process is about to stop; from now on <c>/healthz/ready</c> answers 503.</summary>
    public void MarkStopping() => _ready = false;
}
