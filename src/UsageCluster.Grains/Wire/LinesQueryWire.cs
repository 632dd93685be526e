using Orleans.Serialization.Cloning;
using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="LinesQuery"/> on the wire; see <see cref="LinesPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.LinesQuery")]
internal struct LinesQueryWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class LinesQueryConverter : IConverter<LinesQuery, LinesQueryWire>
{
    public LinesQuery ConvertFromSurrogate(in LinesQueryWire wire) => LinesPacking.UnpackQuery(wire.Packed);

    public LinesQueryWire ConvertToSurrogate(in LinesQuery value) => new() { Packed = LinesPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class LinesQueryCopier : ShallowCopier<LinesQuery>;
