using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;

namespace UsageCluster.Grains.Wire;

/// <summary>A <see cref="CompanyUpdate"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.CompanyUpdate")]
internal struct CompanyUpdateWire
{
    [Id(0)] public string CompanyName;
    [Id(1)] public byte BillingSystem;
    [Id(2)] public long? BillingSystemSinceTicks;
    [Id(3)] public long? ClosedAtTicks;
}

[RegisterConverter]
internal sealed class CompanyUpdateConverter : IConverter<CompanyUpdate, CompanyUpdateWire>
{
    public CompanyUpdate ConvertFromSurrogate(in CompanyUpdateWire wire) => new(
        wire.CompanyName, Known.System(wire.BillingSystem), Known.Instant(wire.BillingSystemSinceTicks), Known.Instant(wire.ClosedAtTicks));

    public CompanyUpdateWire ConvertToSurrogate(in CompanyUpdate value) => new()
    {
        CompanyName = value.CompanyName,
        BillingSystem = (byte)value.BillingSystem,
        BillingSystemSinceTicks = value.BillingSystemSince?.Ticks,
        ClosedAtTicks = value.ClosedAt?.Ticks,
    };
}

[RegisterCopier]
internal sealed class CompanyUpdateCopier : ShallowCopier<CompanyUpdate>;
