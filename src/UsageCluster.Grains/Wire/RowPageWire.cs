using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RowPage"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RowPage")]
internal struct RowPageWire
{
    [Id(0)] public long TotalCount;
    [Id(1)] public byte[][] Entries;
    [Id(2)] public byte[][] Corrections;

    // Ticks and version of each, in turn.
    [Id(3)] public long[]? Keys;
    [Id(4)] public PlanAssignmentWire[]? Plans;
}

[RegisterConverter]
internal sealed class RowPageConverter : IConverter<RowPage, RowPageWire>
{
    public RowPage ConvertFromSurrogate(in RowPageWire wire) =>
        new(wire.TotalCount, EntryBytes.Read<LedgerEntry>(wire.Entries), EntryBytes.Read<CorrectionEntry>(wire.Corrections))
        {
            Keys = ReadKeys(wire.Keys ?? []),
            Plans = PlanAssignmentWire.Read(wire.Plans),
        };

    public RowPageWire ConvertToSurrogate(in RowPage value) => new()
    {
        TotalCount = value.TotalCount,
        Entries = EntryBytes.Of(value.Entries),
        Corrections = EntryBytes.Of(value.Corrections),
        Keys = value.Keys.Count == 0 ? null : [.. value.Keys.SelectMany(k => (long[])[k.OccurredAt.Ticks, k.Version])],
        Plans = PlanAssignmentWire.Of(value.Plans),
    };

    private static RowKey[] ReadKeys(long[] values)
    {
        if (values.Length % 2 != 0)
            throw PackReader.Foreign();
        var keys = new RowKey[values.Length / 2];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new RowKey(new Instant(values[2 * i]), values[(2 * i) + 1]);
        return keys;
    }
}

[RegisterCopier]
internal sealed class RowPageCopier : ShallowCopier<RowPage>;
