namespace UsageCluster.Soak.Model;

/// <summary>A correction of an event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Of">The event.</param>
/// <param name="DurationMs">What the duration shall be; null: the event is voided.</param>
internal sealed record Correction(string Id, ModelEvent Of, int? DurationMs)
{
    public long EventsChange => DurationMs is null ? -1 : 0;

    public long QuantityChange => (DurationMs is { } ms ? Of.QuantityOf(ms) : 0) - Of.Quantity;

    public object Json() => DurationMs is { } ms
        ? new { id = Id, eventId = Of.EventId, kind = "adjust", reason = "soak", durationSeconds = ms / 1000m }
        : new { id = Id, eventId = Of.EventId, kind = "void", reason = "soak" };
}
