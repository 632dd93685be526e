using UsageCluster.Actors.Ports;

namespace UsageCluster.Actors.Commit;

/// <summary>An append that waits for its statement, and its caller's completion.</summary>
internal sealed class PendingAppend(AppendRequest request)
    : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public AppendRequest Request { get; } = request;
}
