using Orleans.Serialization.Cloning;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="TimeRange"/> on the wire, in ticks of UTC.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.TimeRange")]
internal struct TimeRangeWire
{
    [Id(0)] public long StartTicks;
    [Id(1)] public long EndTicks;
}

[RegisterConverter]
internal sealed class TimeRangeConverter : IConverter<TimeRange, TimeRangeWire>
{
    public TimeRange ConvertFromSurrogate(in TimeRangeWire wire) => new(new Instant(wire.StartTicks), new Instant(wire.EndTicks));

    public TimeRangeWire ConvertToSurrogate(in TimeRange value) => new() { StartTicks = value.Start.Ticks, EndTicks = value.End.Ticks };
}

[RegisterCopier]
internal sealed class TimeRangeCopier : ShallowCopier<TimeRange>;
