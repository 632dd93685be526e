using Orleans.Serialization.Cloning;
using UsageCluster.Core.Reports;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CompanyReport"/> on the wire; see <see cref="ReportPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.CompanyReport")]
internal struct CompanyReportWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class CompanyReportConverter : IConverter<CompanyReport, CompanyReportWire>
{
    public CompanyReport ConvertFromSurrogate(in CompanyReportWire wire) => ReportPacking.UnpackCompany(wire.Packed);

    public CompanyReportWire ConvertToSurrogate(in CompanyReport value) => new() { Packed = ReportPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class CompanyReportCopier : ShallowCopier<CompanyReport>;
