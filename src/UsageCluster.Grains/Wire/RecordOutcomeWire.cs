using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RecordOutcome"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RecordOutcome")]
internal struct RecordOutcomeWire
{
    [Id(0)] public byte Status;
    [Id(1)] public string? Code;
    [Id(2)] public string? Field;
}

[RegisterConverter]
internal sealed class RecordOutcomeConverter : IConverter<RecordOutcome, RecordOutcomeWire>
{
    public RecordOutcome ConvertFromSurrogate(in RecordOutcomeWire wire) =>
        wire.Status <= (byte)RecordStatus.Rejected
            ? new RecordOutcome((RecordStatus)wire.Status, wire.Code, wire.Field)
            : throw PackReader.Foreign();

    public RecordOutcomeWire ConvertToSurrogate(in RecordOutcome value) =>
        new() { Status = (byte)value.Status, Code = value.Code, Field = value.Field };
}

[RegisterCopier]
internal sealed class RecordOutcomeCopier : ShallowCopier<RecordOutcome>;
