using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RowQuery"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RowQuery")]
internal struct RowQueryWire
{
    [Id(0)] public byte Kind;
    [Id(1)] public long StartTicks;
    [Id(2)] public long EndTicks;
    [Id(3)] public string? CostKey;
    [Id(4)] public long? BehindTicks;
    [Id(5)] public long BehindVersion;
    [Id(6)] public long Skip;
    [Id(7)] public int Take;
    [Id(8)] public bool WithCorrections;
    [Id(9)] public bool KeysOnly;
    [Id(10)] public long[]? Versions;
}

[RegisterConverter]
internal sealed class RowQueryConverter : IConverter<RowQuery, RowQueryWire>
{
    public RowQuery ConvertFromSurrogate(in RowQueryWire wire) => new()
    {
        Kind = (RowKind)wire.Kind is var kind and (RowKind.History or RowKind.Corrections) ? kind : throw PackReader.Foreign(),
        Range = new TimeRange(new Instant(wire.StartTicks), new Instant(wire.EndTicks)),
        CostKey = wire.CostKey,
        Behind = wire.BehindTicks is { } ticks ? new RowKey(new Instant(ticks), wire.BehindVersion) : null,
        Skip = wire.Skip,
        Take = wire.Take,
        WithCorrections = wire.WithCorrections,
        KeysOnly = wire.KeysOnly,
        Versions = wire.Versions,
    };

    public RowQueryWire ConvertToSurrogate(in RowQuery value) => new()
    {
        Kind = (byte)value.Kind,
        StartTicks = value.Range.Start.Ticks,
        EndTicks = value.Range.End.Ticks,
        CostKey = value.CostKey,
        BehindTicks = value.Behind?.OccurredAt.Ticks,
        BehindVersion = value.Behind?.Version ?? 0,
        Skip = value.Skip,
        Take = value.Take,
        WithCorrections = value.WithCorrections,
        KeysOnly = value.KeysOnly,
        Versions = value.Versions is { } versions ? [.. versions] : null,
    };
}

[RegisterCopier]
internal sealed class RowQueryCopier : ShallowCopier<RowQuery>;
