using Orleans.Serialization.Cloning;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CorrectionRequest"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.CorrectionRequest")]
internal struct CorrectionRequestWire
{
    [Id(0)] public string CorrectionId;
    [Id(1)] public string EventId;
    [Id(2)] public byte Kind;
    [Id(3)] public string Reason;
    [Id(4)] public long? DurationMs;
    [Id(5)] public string? CostKey;
    [Id(6)] public string? AgentFocus;
}

[RegisterConverter]
internal sealed class CorrectionRequestConverter : IConverter<CorrectionRequest, CorrectionRequestWire>
{
    public CorrectionRequest ConvertFromSurrogate(in CorrectionRequestWire wire) => new()
    {
        CorrectionId = wire.CorrectionId,
        EventId = wire.EventId,
        Kind = (CorrectionKind)wire.Kind is var kind and (CorrectionKind.Void or CorrectionKind.Adjust) ? kind : throw PackReader.Foreign(),
        Reason = wire.Reason,
        DurationMs = wire.DurationMs,
        CostKey = wire.CostKey,
        AgentFocus = wire.AgentFocus,
    };

    public CorrectionRequestWire ConvertToSurrogate(in CorrectionRequest value) => new()
    {
        CorrectionId = value.CorrectionId,
        EventId = value.EventId,
        Kind = (byte)value.Kind,
        Reason = value.Reason,
        DurationMs = value.DurationMs,
        CostKey = value.CostKey,
        AgentFocus = value.AgentFocus,
    };
}

[RegisterCopier]
internal sealed class CorrectionRequestCopier : ShallowCopier<CorrectionRequest>;
