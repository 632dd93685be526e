using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="PriceRuleUpdate"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.PriceRuleUpdate")]
internal struct PriceRuleUpdateWire
{
    [Id(0)] public string AgentFocus;
    [Id(1)] public long BaseCostMicro;
    [Id(2)] public long IncludedMinutesMicro;
    [Id(3)] public long CostPerMinuteMicro;
    [Id(4)] public long? EffectiveFromTicks;
}

[RegisterConverter]
internal sealed class PriceRuleUpdateConverter : IConverter<PriceRuleUpdate, PriceRuleUpdateWire>
{
    public PriceRuleUpdate ConvertFromSurrogate(in PriceRuleUpdateWire wire) => new(
        wire.AgentFocus, wire.BaseCostMicro, wire.IncludedMinutesMicro, wire.CostPerMinuteMicro, Known.Instant(wire.EffectiveFromTicks));

    public PriceRuleUpdateWire ConvertToSurrogate(in PriceRuleUpdate value) => new()
    {
        AgentFocus = value.AgentFocus,
        BaseCostMicro = value.BaseCostMicro,
        IncludedMinutesMicro = value.IncludedMinutesMicro,
        CostPerMinuteMicro = value.CostPerMinuteMicro,
        EffectiveFromTicks = value.EffectiveFrom?.Ticks,
    };
}

[RegisterCopier]
internal sealed class PriceRuleUpdateCopier : ShallowCopier<PriceRuleUpdate>;
