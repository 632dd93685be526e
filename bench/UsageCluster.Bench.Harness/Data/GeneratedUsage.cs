using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Bench.Data;

/// <summary>Usage from a seed: the same on every machine.</summary>
public static class GeneratedUsage
{
    public static readonly string[] CostKeys =
    [
        "interview_minutes", "outbound_call_minutes", "practice_interview", "reference_check",
        "screening_minutes", "transcription", "translation_minutes", "voice_agent_minutes",
    ];

    private static readonly Instant First = Instant.From(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly TimeSpan Span = TimeSpan.FromDays(366);

    /// <summary>A tenth of the time that the events spread over, cut at odd milliseconds.</summary>
    public static readonly TimeRange Range = new(
        First.Plus(Span * 0.45 + TimeSpan.FromMilliseconds(7)), First.Plus(Span * 0.55 + TimeSpan.FromMilliseconds(13)));

    /// <summary>All of that time.</summary>
    public static readonly TimeRange Whole = new(First, First.Plus(Span));

    public static string CompanyId(int number) => $"company-{number:D7}";

    public static string CompanyName(int number) => $"Company {number:D7}";

    /// <summary>Events of one company in order of occurrence, as a runtime reports them.</summary>
    public static IEnumerable<UsageEvent> Of(int company, int count)
    {
        var random = new Random(1_000_003 + company);
        var step = Span.Ticks / count;
        var id = new byte[16];
        for (var i = 0; i < count; i++)
        {
            var at = First.Plus(TimeSpan.FromTicks(i * step + random.NextInt64(step)));
            random.NextBytes(id);
            yield return new UsageEvent
            {
                EventId = Guid.CreateVersion7(at.ToDateTimeOffset()).ToString("D")[..14] + new Guid(id).ToString("D")[14..],
                CompanyId = CompanyId(company),
                OccurredAt = at,
                DurationMs = random.Next(1_000, 3_600_000),
                CostKey = CostKeys[random.Next(CostKeys.Length)],
                AgentFocus = "technical",
            };
        }
    }
}
