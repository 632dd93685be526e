using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Data;

/// <summary>An endless stream of new events over companies, as runtimes report them: now, with time-ordered ids. Safe for concurrent use.</summary>
public sealed class FreshEvents(int companies)
{
    private long _count;

    public UsageEvent Next()
    {
        var number = Interlocked.Increment(ref _count);
        return new UsageEvent
        {
            EventId = Guid.CreateVersion7().ToString("D"),
            CompanyId = GeneratedUsage.CompanyId((int)(number % companies)),
            OccurredAt = Instant.From(DateTimeOffset.UtcNow),
            DurationMs = 60_000 + number % 600_000,
            CostKey = GeneratedUsage.CostKeys[number % GeneratedUsage.CostKeys.Length],
            AgentFocus = "technical",
        };
    }
}
