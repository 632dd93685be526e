using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="UnknownCompanyException"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.UnknownCompanyException")]
internal struct UnknownCompanyExceptionWire
{
    [Id(0)] public string CompanyId;
}

[RegisterConverter]
internal sealed class UnknownCompanyExceptionConverter : IConverter<UnknownCompanyException, UnknownCompanyExceptionWire>
{
    public UnknownCompanyException ConvertFromSurrogate(in UnknownCompanyExceptionWire wire) => new(wire.CompanyId);

    public UnknownCompanyExceptionWire ConvertToSurrogate(in UnknownCompanyException value) => new() { CompanyId = value.CompanyId };
}

[RegisterCopier]
internal sealed class UnknownCompanyExceptionCopier : ShallowCopier<UnknownCompanyException>;
