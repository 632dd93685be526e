using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Recording;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>Makes the events of a test. One caller at a time.</summary>
internal sealed class EventSource(IReadOnlyList<LoadedCompany> companies, int seed)
{
    private static readonly Instant First = new(new DateTime(2025, 3, 1).Ticks);
    private static readonly string[] CostKeys = ["interview_minutes", "voice_agent"];

    private readonly Random _random = new(seed);
    private int _number;

    /// <summary>A new event, noted as sent.</summary>
    public (LoadedCompany Company, SentEvent Event) Next()
    {
        var company = companies[_random.Next(companies.Count)];
        // Ids that are UUIDs and ids that are text are stored in different ways.
        var id = ++_number % 3 == 0 ? $"{seed}-{_number}" : UsageEventId.New(TimeProvider.System);
        var report = new UsageEvent
        {
            EventId = id,
            CompanyId = company.Id,
            OccurredAt = First.Plus(TimeSpan.FromSeconds(_random.Next(20 * 24 * 3600))),
            DurationMs = 1_000 * _random.Next(1, 3_600),
            CostKey = CostKeys[_random.Next(CostKeys.Length)],
            AgentFocus = LoadedCompany.AgentFocus,
        };
        return (company, company.Send(report));
    }

    /// <summary>The event as the HTTP API takes it.</summary>
    public static object Json(UsageEvent report) => new
    {
        eventId = report.EventId,
        companyId = report.CompanyId,
        occurredAt = report.OccurredAt.ToString(),
        durationSeconds = report.DurationMs / 1_000,
        costKey = report.CostKey,
        agentFocus = report.AgentFocus,
    };
}
