using System.Collections.Immutable;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>
/// A version of a plan. It holds from <see cref="Since"/> until the next version's; plans are never edited in place (domain rule 17). No amount
/// is negative.
/// </summary>
public sealed record PlanVersion
{
    /// <summary>The longest billing increment, in seconds: a day.</summary>
    public const int IncrementSecondsMax = 86_400;

    /// <summary>The plan's id.</summary>
    public required string PlanId { get; init; }

    /// <summary>Counts the versions of the plan, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>From when it holds: the moment of its PUT; of the first one always.</summary>
    public required Instant Since { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>The fee of a whole month, in millionths of <see cref="Currency"/>'s unit.</summary>
    public required long MonthlyFeeMicro { get; init; }

    /// <summary>ISO 4217 code of fee and price.</summary>
    public required string Currency { get; init; }

    /// <summary>What the plan counts: minutes or credits. Usage in the other unit is outside the plan.</summary>
    public required BillingSystem Unit { get; init; }

    /// <summary>The allowance of a whole month, in millionths of a minute or credit.</summary>
    public required long IncludedMicro { get; init; }

    /// <summary>The price of a minute or credit beyond the allowance, in millionths of <see cref="Currency"/>'s unit.</summary>
    public required long PriceMicro { get; init; }

    /// <summary>To how many seconds each event on minutes is rounded up when it is booked; null: none (domain rule 2).</summary>
    public int? BillingIncrementSeconds { get; init; }

    /// <summary>How much interviews may use in a month, in millionths of a minute or credit; null: any amount.</summary>
    public long? LimitMicro { get; init; }

    /// <summary>Features, by name (ordinal).</summary>
    public ImmutableArray<PlanFlag> FeatureFlags { get; init; } = [];

    /// <summary>Whether both say the same, whatever their number and beginning are.</summary>
    public bool HasContentOf(PlanVersion other) =>
        FeatureFlags.AsSpan().SequenceEqual(other.FeatureFlags.AsSpan())
        && this == other with { Version = Version, Since = Since, FeatureFlags = FeatureFlags };

    /// <summary>What an event on minutes is booked with: its length, rounded up to the billing increment. Overflow throws.</summary>
    public long BookedMs(long durationMs)
    {
        if (Unit != BillingSystem.Minutes || BillingIncrementSeconds is not { } seconds)
            return durationMs;
        var increment = seconds * 1_000L;
        var rest = durationMs % increment;
        return rest == 0 ? durationMs : checked(durationMs + increment - rest);
    }
}
