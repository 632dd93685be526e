namespace UsageCluster.Bench.Harness.Results;

/// <summary>How a restart under load went. Times are in milliseconds since the load began.</summary>
/// <param name="StoppedAt">When the process was told to stop.</param>
/// <param name="ReadyAt">When the next one was ready.</param>
/// <param name="CalmAt">From when on callers noticed nothing any more.</param>
/// <param name="Latency">The 99th percentile of what was due in each window, in milliseconds, by the window's beginning.</param>
/// <param name="InFlight">Statements that the database ran, by the moment of the look.</param>
public sealed record RecoveryTrack(
    double StoppedAt, double ReadyAt, double CalmAt, IReadOnlyList<TrackPoint> Latency, IReadOnlyList<TrackPoint> InFlight);
