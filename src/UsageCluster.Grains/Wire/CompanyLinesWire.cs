using Orleans.Serialization.Cloning;
using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CompanyLines"/> on the wire; see <see cref="LinesPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.CompanyLines")]
internal struct CompanyLinesWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class CompanyLinesConverter : IConverter<CompanyLines, CompanyLinesWire>
{
    public CompanyLines ConvertFromSurrogate(in CompanyLinesWire wire) => LinesPacking.UnpackCompany(wire.Packed);

    public CompanyLinesWire ConvertToSurrogate(in CompanyLines value) => new() { Packed = LinesPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class CompanyLinesCopier : ShallowCopier<CompanyLines>;
