using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains.Wire;

/// <summary>An <see cref="EventRecord"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.EventRecord")]
internal struct EventRecordWire
{
    [Id(0)] public byte[] Entry;
    [Id(1)] public byte[][] Corrections;
}

[RegisterConverter]
internal sealed class EventRecordConverter : IConverter<EventRecord, EventRecordWire>
{
    public EventRecord ConvertFromSurrogate(in EventRecordWire wire) =>
        new(EntryBytes.Read<UsageEntry>(wire.Entry), EntryBytes.Read<CorrectionEntry>(wire.Corrections));

    public EventRecordWire ConvertToSurrogate(in EventRecord value) =>
        new() { Entry = EntryBytes.Of(value.Entry), Corrections = EntryBytes.Of(value.Corrections) };
}

[RegisterCopier]
internal sealed class EventRecordCopier : ShallowCopier<EventRecord>;
