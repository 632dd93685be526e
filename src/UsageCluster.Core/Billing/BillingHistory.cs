using System.Collections.Immutable;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Billing;

/// <summary>Which billing system is in force for a company at each instant (domain rule 4). Immutable.</summary>
public sealed class BillingHistory
{
    /// <summary>No system is in force at any instant.</summary>
    public static readonly BillingHistory Empty = new([]);

    /// <summary>A history of periods that are ordered by their start, neighbours of different systems.</summary>
    public BillingHistory(ImmutableArray<BillingPeriod> periods) => Periods = periods;

    /// <summary>The periods by start; each ends where the next begins.</summary>
    public ImmutableArray<BillingPeriod> Periods { get; }

    /// <summary>The system in force at the instant; null before the company's first one.</summary>
    public BillingSystem? At(Instant instant)
    {
        var index = IndexAt(instant);
        return index < 0 ? null : Periods[index].System;
    }

    /// <summary>
    /// The history after a switch at an instant: switches at or after it are removed; the switch is ignored
    /// (the same object is returned) if that system is already in force there.
    /// </summary>
    public BillingHistory Switch(Instant at, BillingSystem system)
    {
        if (At(at) == system)
            return this;
        var kept = Periods.RemoveAll(p => p.Since >= at);
        return new BillingHistory(kept.Length > 0 && kept[^1].System == system ? kept : kept.Add(new BillingPeriod(at, system)));
    }

    /// <summary>The index of the period in force at the instant, -1 before the first.</summary>
    public int IndexAt(Instant instant)
    {
        var index = Periods.Length - 1;
        while (index >= 0 && Periods[index].Since > instant)
            index--;
        return index;
    }
}
