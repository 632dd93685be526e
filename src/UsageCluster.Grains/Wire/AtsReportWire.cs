using Orleans.Serialization.Cloning;
using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="AtsReport"/> on the wire; see <see cref="ReportPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.AtsReport")]
internal struct AtsReportWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class AtsReportConverter : IConverter<AtsReport, AtsReportWire>
{
    public AtsReport ConvertFromSurrogate(in AtsReportWire wire) => ReportPacking.UnpackAts(wire.Packed);

    public AtsReportWire ConvertToSurrogate(in AtsReport value) => new() { Packed = ReportPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class AtsReportCopier : ShallowCopier<AtsReport>;
