using Orleans.Serialization.Cloning;
using UsageCluster.Actors.Companies;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Grains.Wire;

/// <summary>A company's <see cref="CompanySettings"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.CompanySettings")]
internal struct CompanySettingsWire
{
    [Id(0)] public BillingPeriodWire[] Billing;
    [Id(1)] public long? ClosedAtTicks;
    [Id(2)] public PriceRuleWire[] PriceOverrides;
    [Id(3)] public PlanAssignmentWire[]? Plans;
}

/// <summary>A <see cref="PlanAssignment"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.PlanAssignment")]
internal struct PlanAssignmentWire
{
    [Id(0)] public string PlanId;
    [Id(1)] public long SinceTicks;

    public static PlanAssignmentWire[]? Of(PlanHistory plans) =>
        plans.Assignments.IsEmpty ? null : [.. plans.Assignments.Select(a => new PlanAssignmentWire { PlanId = a.PlanId, SinceTicks = a.Since.Ticks })];

    public static PlanHistory Read(PlanAssignmentWire[]? wire) =>
        wire is null ? PlanHistory.Empty : new PlanHistory([.. wire.Select(p => new PlanAssignment(p.PlanId, new Instant(p.SinceTicks)))]);
}

/// <summary>A <see cref="BillingPeriod"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.BillingPeriod")]
internal struct BillingPeriodWire
{
    [Id(0)] public long SinceTicks;
    [Id(1)] public byte System;
}

/// <summary>A <see cref="PriceRule"/> on the wire.</summary>
[GenerateSerializer, Immutable, OmitDefaultMemberValues, Alias("usage.wire.PriceRule")]
internal struct PriceRuleWire
{
    [Id(0)] public string AgentFocus;
    [Id(1)] public int Version;
    [Id(2)] public long BaseCostMicro;
    [Id(3)] public long IncludedMinutesMicro;
    [Id(4)] public long CostPerMinuteMicro;
    [Id(5)] public long EffectiveFromTicks;
}

[RegisterConverter]
internal sealed class CompanySettingsConverter : IConverter<CompanySettings, CompanySettingsWire>
{
    public CompanySettings ConvertFromSurrogate(in CompanySettingsWire wire) => new(
        new BillingHistory([.. (wire.Billing ?? []).Select(p => new BillingPeriod(new Instant(p.SinceTicks), Known.System(p.System)))]),
        Known.Instant(wire.ClosedAtTicks),
        new PriceRuleSet((wire.PriceOverrides ?? []).Select(r => new PriceRule(
            r.AgentFocus, r.Version, r.BaseCostMicro, r.IncludedMinutesMicro, r.CostPerMinuteMicro, new Instant(r.EffectiveFromTicks)))))
    {
        Plans = PlanAssignmentWire.Read(wire.Plans),
    };

    public CompanySettingsWire ConvertToSurrogate(in CompanySettings value) => new()
    {
        Billing = [.. value.Billing.Periods.Select(p => new BillingPeriodWire { SinceTicks = p.Since.Ticks, System = (byte)p.System })],
        ClosedAtTicks = value.ClosedAt?.Ticks,
        PriceOverrides =
        [
            .. value.PriceOverrides.Rules.Select(r => new PriceRuleWire
            {
                AgentFocus = r.AgentFocus,
                Version = r.Version,
                BaseCostMicro = r.BaseCostMicro,
                IncludedMinutesMicro = r.IncludedMinutesMicro,
                CostPerMinuteMicro = r.CostPerMinuteMicro,
                EffectiveFromTicks = r.EffectiveFrom.Ticks,
            }),
        ],
        Plans = PlanAssignmentWire.Of(value.Plans),
    };
}

[RegisterCopier]
internal sealed class CompanySettingsCopier : ShallowCopier<CompanySettings>;
