namespace UsageCluster.Bench.Rivals.Serving;

/// <summary>An event of a body of <c>POST /ingest/events</c>, as far as the rivals care.</summary>
internal sealed record PostedEvent(Guid EventId, string CompanyId, DateTimeOffset OccurredAt, decimal DurationSeconds, string CostKey);
