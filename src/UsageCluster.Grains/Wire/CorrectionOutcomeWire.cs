using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CorrectionOutcome"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.CorrectionOutcome")]
internal struct CorrectionOutcomeWire
{
    [Id(0)] public string? ErrorCode;
    [Id(1)] public int ErrorIndex;
    [Id(2)] public bool Changed;
    [Id(3)] public byte[][] Entries;
}

[RegisterConverter]
internal sealed class CorrectionOutcomeConverter : IConverter<CorrectionOutcome, CorrectionOutcomeWire>
{
    public CorrectionOutcome ConvertFromSurrogate(in CorrectionOutcomeWire wire) =>
        new(wire.ErrorCode, wire.ErrorIndex, wire.Changed, EntryBytes.Read<CorrectionEntry>(wire.Entries));

    public CorrectionOutcomeWire ConvertToSurrogate(in CorrectionOutcome value) => new()
    {
        ErrorCode = value.ErrorCode,
        ErrorIndex = value.ErrorIndex,
        Changed = value.Changed,
        Entries = EntryBytes.Of(value.Entries),
    };
}

[RegisterCopier]
internal sealed class CorrectionOutcomeCopier : ShallowCopier<CorrectionOutcome>;
