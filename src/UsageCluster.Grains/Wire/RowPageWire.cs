using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RowPage"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RowPage")]
internal struct RowPageWire
{
    [Id(0)] public long TotalCount;
    [Id(1)] public byte[][] Entries;
    [Id(2)] public byte[][] Corrections;
}

[RegisterConverter]
internal sealed class RowPageConverter : IConverter<RowPage, RowPageWire>
{
    public RowPage ConvertFromSurrogate(in RowPageWire wire) =>
        new(wire.TotalCount, EntryBytes.Read<LedgerEntry>(wire.Entries), EntryBytes.Read<CorrectionEntry>(wire.Corrections));

    public RowPageWire ConvertToSurrogate(in RowPage value) =>
        new() { TotalCount = value.TotalCount, Entries = EntryBytes.Of(value.Entries), Corrections = EntryBytes.Of(value.Corrections) };
}

[RegisterCopier]
internal sealed class RowPageCopier : ShallowCopier<RowPage>;
