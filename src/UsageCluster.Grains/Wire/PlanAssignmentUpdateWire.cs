using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="PlanAssignmentUpdate"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.PlanAssignmentUpdate")]
internal struct PlanAssignmentUpdateWire
{
    [Id(0)] public string PlanId;
    [Id(1)] public long? EffectiveFromTicks;
}

[RegisterConverter]
internal sealed class PlanAssignmentUpdateConverter : IConverter<PlanAssignmentUpdate, PlanAssignmentUpdateWire>
{
    public PlanAssignmentUpdate ConvertFromSurrogate(in PlanAssignmentUpdateWire wire) => new(wire.PlanId, Known.Instant(wire.EffectiveFromTicks));

    public PlanAssignmentUpdateWire ConvertToSurrogate(in PlanAssignmentUpdate value) =>
        new() { PlanId = value.PlanId, EffectiveFromTicks = value.EffectiveFrom?.Ticks };
}

[RegisterCopier]
internal sealed class PlanAssignmentUpdateCopier : ShallowCopier<PlanAssignmentUpdate>;
