using Orleans.Serialization.Configuration;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;

namespace UsageCluster.Orleans.Tests.Versions;

/// <summary>The wire types of a later version: those of this one, each with a further member that this one does not know.</summary>
internal static class LaterTypes
{
    private static readonly (Type Value, Type Converter)[] All =
    [
        (typeof(UsageEvent), typeof(LaterEventConverter)),
        (typeof(RecordOutcome), typeof(LaterOutcomeConverter)),
        (typeof(TimeRange), typeof(LaterRangeConverter)),
        (typeof(RetryableException), typeof(LaterFailureConverter)),
    ];

    /// <summary>Makes a serializer send and read the later types in place of this version's.</summary>
    public static void Use(TypeManifestOptions options)
    {
        foreach (var (value, converter) in All)
        {
            Assert.Equal(1, options.Converters.RemoveWhere(type => Converts(type, value)));
            options.Converters.Add(converter);
        }
    }

    private static bool Converts(Type type, Type value) => type.GetInterfaces().Any(i =>
        i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IConverter<,>) && i.GetGenericArguments()[0] == value);
}

[GenerateSerializer]
internal struct LaterEventWire
{
    [Id(0)] public string EventId;
    [Id(1)] public string CompanyId;
    [Id(2)] public long OccurredAtTicks;
    [Id(4)] public long DurationMs;
    [Id(5)] public string CostKey;
    [Id(11)] public string? Region;
    [Id(12)] public Dictionary<string, string>? Labels;
}

internal sealed class LaterEventConverter : IConverter<UsageEvent, LaterEventWire>
{
    private static int _ofThisVersion;

    /// <summary>Events read that were sent without the further member.</summary>
    public static int OfThisVersion => Volatile.Read(ref _ofThisVersion);

    public UsageEvent ConvertFromSurrogate(in LaterEventWire wire)
    {
        if (wire.Region is null)
            Interlocked.Increment(ref _ofThisVersion);
        return new()
        {
            EventId = wire.EventId,
            CompanyId = wire.CompanyId,
            OccurredAt = new Instant(wire.OccurredAtTicks),
            DurationMs = wire.DurationMs,
            CostKey = wire.CostKey,
        };
    }

    public LaterEventWire ConvertToSurrogate(in UsageEvent value) => new()
    {
        EventId = value.EventId,
        CompanyId = value.CompanyId,
        OccurredAtTicks = value.OccurredAt.Ticks,
        DurationMs = value.DurationMs,
        CostKey = value.CostKey,
        Region = "north",
        Labels = new Dictionary<string, string> { ["model"] = "m" },
    };
}

[GenerateSerializer]
internal struct LaterOutcomeWire
{
    [Id(0)] public byte Status;
    [Id(1)] public string? Code;
    [Id(2)] public string? Field;
    [Id(3)] public long BookedAsVersion;
}

internal sealed class LaterOutcomeConverter : IConverter<RecordOutcome, LaterOutcomeWire>
{
    public RecordOutcome ConvertFromSurrogate(in LaterOutcomeWire wire) => new((RecordStatus)wire.Status, wire.Code, wire.Field);

    public LaterOutcomeWire ConvertToSurrogate(in RecordOutcome value) =>
        new() { Status = (byte)value.Status, Code = value.Code, Field = value.Field, BookedAsVersion = 7 };
}

[GenerateSerializer]
internal struct LaterRangeWire
{
    [Id(0)] public long StartTicks;
    [Id(1)] public long EndTicks;
    [Id(2)] public string? TimeZone;
}

internal sealed class LaterRangeConverter : IConverter<TimeRange, LaterRangeWire>
{
    public TimeRange ConvertFromSurrogate(in LaterRangeWire wire) => new(new Instant(wire.StartTicks), new Instant(wire.EndTicks));

    public LaterRangeWire ConvertToSurrogate(in TimeRange value) => new() { StartTicks = value.Start.Ticks, EndTicks = value.End.Ticks, TimeZone = "UTC" };
}

[GenerateSerializer]
internal struct LaterFailureWire
{
    [Id(0)] public byte Failure;
    [Id(1)] public string Message;
    [Id(2)] public long RetryAfterMs;
}

internal sealed class LaterFailureConverter : IConverter<RetryableException, LaterFailureWire>
{
    public RetryableException ConvertFromSurrogate(in LaterFailureWire wire) => new((RetryableFailure)wire.Failure, wire.Message);

    public LaterFailureWire ConvertToSurrogate(in RetryableException value) =>
        new() { Failure = (byte)value.Failure, Message = value.Message, RetryAfterMs = 1_000 };
}
