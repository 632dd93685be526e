using Orleans.Serialization.Cloning;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="SiloLines"/> on the wire; see <see cref="LinesPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.SiloLines")]
internal struct SiloLinesWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class SiloLinesConverter : IConverter<SiloLines, SiloLinesWire>
{
    public SiloLines ConvertFromSurrogate(in SiloLinesWire wire) => LinesPacking.UnpackSilo(wire.Packed);

    public SiloLinesWire ConvertToSurrogate(in SiloLines value) => new() { Packed = LinesPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class SiloLinesCopier : ShallowCopier<SiloLines>;
