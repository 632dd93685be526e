using Orleans.Serialization.Cloning;
using UsageCluster.Grains.Relaying;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RelayAnswer"/> on the wire. <see cref="Kind"/>: 0 not taken, 1 decided, 2 failed; numbers of outcome and failure as elsewhere.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RelayAnswer")]
internal struct RelayAnswerWire
{
    [Id(0)] public byte Kind;
    [Id(1)] public byte Number;
    [Id(2)] public string? Code;
    [Id(3)] public string? Text;
}

[RegisterConverter]
internal sealed class RelayAnswerConverter : IConverter<RelayAnswer, RelayAnswerWire>
{
    private const byte Decided = 1, Failed = 2;

    public RelayAnswer ConvertFromSurrogate(in RelayAnswerWire wire) => wire.Kind switch
    {
        0 => default,
        Decided => new RelayAnswer(new RecordOutcomeConverter().ConvertFromSurrogate(new() { Status = wire.Number, Code = wire.Code, Field = wire.Text }), null),
        Failed => new RelayAnswer(null, new RetryableExceptionConverter().ConvertFromSurrogate(new() { Failure = wire.Number, Message = wire.Text ?? "" })),
        _ => throw PackReader.Foreign(),
    };

    public RelayAnswerWire ConvertToSurrogate(in RelayAnswer value)
    {
        if (value.Failure is { } failure)
            return new() { Kind = Failed, Number = (byte)failure.Failure, Text = failure.Message };
        return value.Outcome is { } outcome
            ? new() { Kind = Decided, Number = (byte)outcome.Status, Code = outcome.Code, Text = outcome.Field }
            : default;
    }
}

[RegisterCopier]
internal sealed class RelayAnswerCopier : ShallowCopier<RelayAnswer>;
