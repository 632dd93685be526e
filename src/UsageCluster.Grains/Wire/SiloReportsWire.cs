using Orleans.Serialization.Cloning;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>A silo's <see cref="SiloReports"/> on the wire; see <see cref="ReportPacking"/>.</summary>
[GenerateSerializer, Immutable, Alias("usage.wire.SiloReports")]
internal struct SiloReportsWire
{
    [Id(0)] public byte[] Packed;
}

[RegisterConverter]
internal sealed class SiloReportsConverter : IConverter<SiloReports, SiloReportsWire>
{
    public SiloReports ConvertFromSurrogate(in SiloReportsWire wire) => ReportPacking.UnpackSilo(wire.Packed);

    public SiloReportsWire ConvertToSurrogate(in SiloReports value) => new() { Packed = ReportPacking.Pack(value) };
}

[RegisterCopier]
internal sealed class SiloReportsCopier : ShallowCopier<SiloReports>;
