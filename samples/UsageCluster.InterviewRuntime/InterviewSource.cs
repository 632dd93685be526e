using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Recording;

namespace UsageCluster.InterviewRuntime;

/// <summary>Interviews as they come to their end: the same companies, lengths and endings for the same seed.</summary>
internal sealed class InterviewSource(int seed, string[] companyIds, TimeProvider time)
{
    private const int LongestMs = 45 * 60 * 1000;

    private readonly Random _random = new(seed);
    private int _interviews;

    /// <summary>The use of the next interview. Its id is made once; every attempt to record it carries the same.</summary>
    public UsageEvent Next() => new()
    {
        EventId = UsageEventId.New(time),
        CompanyId = companyIds[_random.Next(companyIds.Length)],
        OccurredAt = Instant.From(time.GetUtcNow()),
        DurationMs = _random.Next(LongestMs),
        InterviewId = $"interview-{seed}-{++_interviews}",
        Direction = _random.Next(4) == 0 ? Direction.Inbound : Direction.Outbound,
        Resolution = _random.Next(10) switch { 0 => Resolution.Missed, 1 => Resolution.Voicemail, 2 => Resolution.Abandoned, _ => Resolution.Answered },
        IsTest = _random.Next(50) == 0,
    };
}
