using Orleans.Serialization.Cloning;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="UsageEvent"/> on the wire. Instants in ticks of UTC, enumerations by number, 0: none.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.UsageEvent")]
internal struct UsageEventWire
{
    [Id(0)] public string EventId;
    [Id(1)] public string CompanyId;
    [Id(2)] public long OccurredAtTicks;
    [Id(3)] public bool OccurredAtAssumed;
    [Id(4)] public long DurationMs;
    [Id(5)] public string CostKey;
    [Id(6)] public string? AgentFocus;
    [Id(7)] public string? InterviewId;
    [Id(8)] public byte Direction;
    [Id(9)] public byte Resolution;
    [Id(10)] public bool IsTest;
}

[RegisterConverter]
internal sealed class UsageEventConverter : IConverter<UsageEvent, UsageEventWire>
{
    public UsageEvent ConvertFromSurrogate(in UsageEventWire wire) => new()
    {
        EventId = wire.EventId,
        CompanyId = wire.CompanyId,
        OccurredAt = new Instant(wire.OccurredAtTicks),
        OccurredAtAssumed = wire.OccurredAtAssumed,
        DurationMs = wire.DurationMs,
        CostKey = wire.CostKey,
        AgentFocus = wire.AgentFocus,
        InterviewId = wire.InterviewId,
        Direction = wire.Direction == 0 ? null : (Direction)wire.Direction,
        Resolution = wire.Resolution == 0 ? null : (Resolution)wire.Resolution,
        IsTest = wire.IsTest,
    };

    public UsageEventWire ConvertToSurrogate(in UsageEvent value) => new()
    {
        EventId = value.EventId,
        CompanyId = value.CompanyId,
        OccurredAtTicks = value.OccurredAt.Ticks,
        OccurredAtAssumed = value.OccurredAtAssumed,
        DurationMs = value.DurationMs,
        CostKey = value.CostKey,
        AgentFocus = value.AgentFocus,
        InterviewId = value.InterviewId,
        Direction = (byte)(value.Direction ?? 0),
        Resolution = (byte)(value.Resolution ?? 0),
        IsTest = value.IsTest,
    };
}

[RegisterCopier]
internal sealed class UsageEventCopier : ShallowCopier<UsageEvent>;
