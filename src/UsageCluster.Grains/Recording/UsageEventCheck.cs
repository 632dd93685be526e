using System.Runtime.CompilerServices;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Recording;

/// <summary>The grammar of an event that does not come through the HTTP API, which has its own.</summary>
public static class UsageEventCheck
{
    /// <summary>Throws <see cref="ArgumentException"/> that names the member outside its grammar or range (contract, "Reporting").</summary>
    public static void ThrowIfInvalid(UsageEvent report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Require(Identifiers.IsEventId(report.EventId), report.EventId);
        Require(Identifiers.IsToken(report.CompanyId), report.CompanyId);
        Require(report.OccurredAt >= Instant.Earliest && report.OccurredAt <= Instant.Latest, report.OccurredAt);
        Require(report.DurationMs is >= 0 and <= EventLimits.DurationMsMax, report.DurationMs);
        Require(Identifiers.IsToken(report.CostKey), report.CostKey);
        Require(report.AgentFocus is null || Identifiers.IsToken(report.AgentFocus), report.AgentFocus);
        Require(report.InterviewId is null || Identifiers.IsEventId(report.InterviewId), report.InterviewId);
        Require(report.Direction is null || Enum.IsDefined(report.Direction.Value), report.Direction);
        Require(report.Resolution is null || Enum.IsDefined(report.Resolution.Value), report.Resolution);
    }

    /// <summary>As the other, for each event. Throws <see cref="ArgumentException"/> on too many of them as well.</summary>
    public static void ThrowIfInvalid(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Events.IsDefault || batch.Events.Length > RecordBatch.EventsMax)
            throw new ArgumentException($"A batch holds up to {RecordBatch.EventsMax} events.", nameof(batch));
        foreach (var report in batch.Events)
            ThrowIfInvalid(report);
    }

    private static void Require<T>(bool holds, T member, [CallerArgumentExpression(nameof(member))] string name = "")
    {
        if (!holds)
            throw new ArgumentException($"The event's {name} ({member}) is outside its grammar or range.", name);
    }
}
