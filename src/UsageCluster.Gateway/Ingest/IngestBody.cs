namespace UsageCluster.Gateway.Ingest;

/// <summary>A call's body, read as a whole.</summary>
/// <param name="Events">The events in order; empty if the body is refused.</param>
/// <param name="Fault">Why the body is refused.</param>
/// <param name="Detail">For people, what is wrong with the body; null if nothing is.</param>
internal sealed record IngestBody(IReadOnlyList<ReceivedEvent> Events, IngestBodyFault Fault = IngestBodyFault.None, string? Detail = null)
{
    public static IngestBody Refused(IngestBodyFault fault, string detail) => new([], fault, detail);
}
