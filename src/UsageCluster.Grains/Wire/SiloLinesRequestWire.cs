using Orleans.Serialization.Cloning;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="SiloLinesRequest"/> on the wire: ids and query are packed.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.SiloLinesRequest")]
internal struct SiloLinesRequestWire
{
    [Id(0)] public byte[] CompanyIds;
    [Id(1)] public byte[] Query;
}

[RegisterConverter]
internal sealed class SiloLinesRequestConverter : IConverter<SiloLinesRequest, SiloLinesRequestWire>
{
    public SiloLinesRequest ConvertFromSurrogate(in SiloLinesRequestWire wire) =>
        new(RequestPacking.UnpackIds(wire.CompanyIds), LinesPacking.UnpackQuery(wire.Query));

    public SiloLinesRequestWire ConvertToSurrogate(in SiloLinesRequest value) =>
        new() { CompanyIds = RequestPacking.Pack(value.CompanyIds), Query = LinesPacking.Pack(value.Query) };
}

[RegisterCopier]
internal sealed class SiloLinesRequestCopier : ShallowCopier<SiloLinesRequest>;
