using UsageCluster.Core.Billing;

namespace UsageCluster.Grains.Wire;

/// <summary>Values of the wire as the types that they stand for.</summary>
internal static class Known
{
    /// <summary>The system of a number. Throws <see cref="InvalidDataException"/> for one of a later version: its quantities have another unit.</summary>
    public static BillingSystem System(ulong number) =>
        number is (ulong)BillingSystem.Minutes or (ulong)BillingSystem.Credits ? (BillingSystem)number : throw PackReader.Foreign();

    /// <summary>The instant of ticks, if there are any.</summary>
    public static Core.Time.Instant? Instant(long? ticks) => ticks is { } present ? new Core.Time.Instant(present) : null;
}
