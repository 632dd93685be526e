using Orleans.Serialization.Cloning;
using UsageCluster.Core.Plans;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="EntitlementQuestion"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.EntitlementQuestion")]
internal struct EntitlementQuestionWire
{
    [Id(0)] public string? AgentFocus;
    [Id(1)] public long DurationMs;
}

/// <summary>An <see cref="Entitlement"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.Entitlement")]
internal struct EntitlementWire
{
    [Id(0)] public bool IsAllowed;
    [Id(1)] public string? Code;
    [Id(2)] public byte System;
    [Id(3)] public long Quantity;
    [Id(4)] public long? RemainingMicro;
}

[RegisterConverter]
internal sealed class EntitlementQuestionConverter : IConverter<EntitlementQuestion, EntitlementQuestionWire>
{
    public EntitlementQuestion ConvertFromSurrogate(in EntitlementQuestionWire wire) => new(wire.AgentFocus, wire.DurationMs);

    public EntitlementQuestionWire ConvertToSurrogate(in EntitlementQuestion value) =>
        new() { AgentFocus = value.AgentFocus, DurationMs = value.DurationMs };
}

[RegisterConverter]
internal sealed class EntitlementConverter : IConverter<Entitlement, EntitlementWire>
{
    public Entitlement ConvertFromSurrogate(in EntitlementWire wire) => new(
        wire.IsAllowed, wire.Code, wire.System == 0 ? null : Known.System(wire.System), wire.Quantity, wire.RemainingMicro);

    public EntitlementWire ConvertToSurrogate(in Entitlement value) => new()
    {
        IsAllowed = value.IsAllowed,
        Code = value.Code,
        System = (byte)(value.System ?? 0),
        Quantity = value.Quantity,
        RemainingMicro = value.RemainingMicro,
    };
}

[RegisterCopier]
internal sealed class EntitlementQuestionCopier : ShallowCopier<EntitlementQuestion>;

[RegisterCopier]
internal sealed class EntitlementCopier : ShallowCopier<Entitlement>;
