using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Ports;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="RetryableException"/> on the wire, without its cause, whose type a caller need not know.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.RetryableException")]
internal struct RetryableExceptionWire
{
    [Id(0)] public byte Failure;
    [Id(1)] public string Message;
}

[RegisterConverter]
internal sealed class RetryableExceptionConverter : IConverter<RetryableException, RetryableExceptionWire>
{
    public RetryableException ConvertFromSurrogate(in RetryableExceptionWire wire) => new(
        // A failure that a later version knows is one more reason to try again.
        wire.Failure <= (byte)RetryableFailure.ShuttingDown ? (RetryableFailure)wire.Failure : RetryableFailure.Unavailable, wire.Message);

    public RetryableExceptionWire ConvertToSurrogate(in RetryableException value) =>
        new() { Failure = (byte)value.Failure, Message = value.Message };
}

[RegisterCopier]
internal sealed class RetryableExceptionCopier : ShallowCopier<RetryableException>;
