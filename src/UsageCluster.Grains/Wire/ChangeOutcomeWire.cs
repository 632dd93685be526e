using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="ChangeOutcome"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.ChangeOutcome")]
internal struct ChangeOutcomeWire
{
    [Id(0)] public string? ErrorCode;
    [Id(1)] public bool Created;
    [Id(2)] public bool Changed;
}

[RegisterConverter]
internal sealed class ChangeOutcomeConverter : IConverter<ChangeOutcome, ChangeOutcomeWire>
{
    public ChangeOutcome ConvertFromSurrogate(in ChangeOutcomeWire wire) => new(wire.ErrorCode, wire.Created, wire.Changed);

    public ChangeOutcomeWire ConvertToSurrogate(in ChangeOutcome value) =>
        new() { ErrorCode = value.ErrorCode, Created = value.Created, Changed = value.Changed };
}

[RegisterCopier]
internal sealed class ChangeOutcomeCopier : ShallowCopier<ChangeOutcome>;
