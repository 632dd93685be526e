using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CorruptedLedgerException"/> on the wire, without its cause.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.CorruptedLedgerException")]
internal struct CorruptedLedgerExceptionWire
{
    [Id(0)] public string CompanyId;
    [Id(1)] public long Version;
    [Id(2)] public string Reason;
}

[RegisterConverter]
internal sealed class CorruptedLedgerExceptionConverter : IConverter<CorruptedLedgerException, CorruptedLedgerExceptionWire>
{
    public CorruptedLedgerException ConvertFromSurrogate(in CorruptedLedgerExceptionWire wire) => new(wire.CompanyId, wire.Version, wire.Reason);

    public CorruptedLedgerExceptionWire ConvertToSurrogate(in CorruptedLedgerException value) =>
        new() { CompanyId = value.CompanyId, Version = value.Version, Reason = value.Reason };
}

[RegisterCopier]
internal sealed class CorruptedLedgerExceptionCopier : ShallowCopier<CorruptedLedgerException>;
