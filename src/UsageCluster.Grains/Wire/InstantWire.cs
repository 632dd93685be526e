using Orleans.Serialization.Cloning;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="Instant"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.Instant")]
internal struct InstantWire
{
    [Id(0)] public long Ticks;
}

[RegisterConverter]
internal sealed class InstantConverter : IConverter<Instant, InstantWire>
{
    public Instant ConvertFromSurrogate(in InstantWire wire) => new(wire.Ticks);

    public InstantWire ConvertToSurrogate(in Instant value) => new() { Ticks = value.Ticks };
}

[RegisterCopier]
internal sealed class InstantCopier : ShallowCopier<Instant>;
