using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Control;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="AuditStamp"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.AuditStamp")]
internal struct AuditStampWire
{
    [Id(0)] public string KeyId;
    [Id(1)] public string Action;
    [Id(2)] public string Target;
}

[RegisterConverter]
internal sealed class AuditStampConverter : IConverter<AuditStamp, AuditStampWire>
{
    public AuditStamp ConvertFromSurrogate(in AuditStampWire wire) => new(wire.KeyId, wire.Action, wire.Target);

    public AuditStampWire ConvertToSurrogate(in AuditStamp value) => new() { KeyId = value.KeyId, Action = value.Action, Target = value.Target };
}

[RegisterCopier]
internal sealed class AuditStampCopier : ShallowCopier<AuditStamp>;
