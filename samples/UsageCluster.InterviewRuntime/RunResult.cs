namespace UsageCluster.InterviewRuntime;

/// <summary>What a run came to.</summary>
/// <param name="Interviews">Interviews that ended, each with an event.</param>
/// <param name="Acknowledged">Events acknowledged.</param>
/// <param name="Rejected">Events that the cluster refuses for good, with the reason.</param>
/// <param name="Unacknowledged">Events of which nothing is known, with the reason.</param>
/// <param name="Latencies">Of the acknowledged ones.</param>
internal sealed record RunResult(
    long Interviews, long Acknowledged, IReadOnlyCollection<string> Rejected, IReadOnlyCollection<string> Unacknowledged, LatencyTable Latencies)
{
    public bool IsComplete => Acknowledged == Interviews;
}
