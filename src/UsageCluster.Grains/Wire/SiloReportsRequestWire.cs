using Orleans.Serialization.Cloning;
using UsageCluster.Core.Time;
using UsageCluster.Grains.Views;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="SiloReportsRequest"/> on the wire: ids, and the versions known, are packed; instants in ticks.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.SiloReportsRequest")]
internal struct SiloReportsRequestWire
{
    [Id(0)] public byte[] CompanyIds;
    [Id(1)] public long StartTicks;
    [Id(2)] public long EndTicks;
    [Id(3)] public long KnownStartTicks;
    [Id(4)] public long KnownEndTicks;
    [Id(5)] public byte[]? KnownVersions;
}

[RegisterConverter]
internal sealed class SiloReportsRequestConverter : IConverter<SiloReportsRequest, SiloReportsRequestWire>
{
    public SiloReportsRequest ConvertFromSurrogate(in SiloReportsRequestWire wire)
    {
        var ids = RequestPacking.UnpackIds(wire.CompanyIds);
        return new SiloReportsRequest(
            ids,
            new TimeRange(new Instant(wire.StartTicks), new Instant(wire.EndTicks)),
            wire.KnownVersions is { } versions
                ? new KnownReports(
                    new TimeRange(new Instant(wire.KnownStartTicks), new Instant(wire.KnownEndTicks)), RequestPacking.UnpackVersions(versions, ids.Length))
                : null);
    }

    public SiloReportsRequestWire ConvertToSurrogate(in SiloReportsRequest value) => new()
    {
        CompanyIds = RequestPacking.Pack(value.CompanyIds),
        StartTicks = value.Range.Start.Ticks,
        EndTicks = value.Range.End.Ticks,
        KnownStartTicks = value.Known?.Range.Start.Ticks ?? 0,
        KnownEndTicks = value.Known?.Range.End.Ticks ?? 0,
        KnownVersions = value.Known is { } known ? RequestPacking.Pack(known.Versions) : null,
    };
}

[RegisterCopier]
internal sealed class SiloReportsRequestCopier : ShallowCopier<SiloReportsRequest>;
