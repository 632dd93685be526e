using System.Globalization;

namespace UsageCluster.Soak.Model;

/// <summary>An event as it is sent, and what it counts as. Prices are fixed: 1.5 credits and 0.6 a minute.</summary>
internal sealed record ModelEvent(string EventId, string CompanyId, string CostKey, DateTime OccurredAt, int DurationMs, bool OnCredits)
{
    public const decimal BaseCost = 1.5m, CostPerMinute = 0.6m;

    public Line Line => new(CostKey, OnCredits);

    public long Quantity => QuantityOf(DurationMs);

    /// <summary>Whether the server has said that it is booked.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Whether a correction of it was sent: there is one at most.</summary>
    public bool IsCorrected { get; set; }

    /// <summary>What it counts as at last; null: it was voided.</summary>
    public long? Final { get; set; }

    public long QuantityOf(int durationMs) => OnCredits ? 1_500_000L + (durationMs * 10L) : durationMs;

    public object Json() => new
    {
        eventId = EventId,
        companyId = CompanyId,
        costKey = CostKey,
        occurredAt = OccurredAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        durationSeconds = DurationMs / 1000m,
    };
}
