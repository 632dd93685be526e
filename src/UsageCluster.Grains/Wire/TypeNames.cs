using Orleans.Serialization.Configuration;
using UsageCluster.Actors.Companies;
using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Actors.Rows;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;
using UsageCluster.Grains.Relaying;
using UsageCluster.Grains.Views;

[assembly: TypeManifestProvider(typeof(UsageCluster.Grains.Wire.TypeNames))]

namespace UsageCluster.Grains.Wire;

/// <summary>
/// The names that types without an attribute have on the wire, where their own would change with a namespace or an assembly. Never change one.
/// </summary>
internal sealed class TypeNames : TypeManifestProviderBase
{
    /// <summary>The names.</summary>
    public static readonly IReadOnlyList<(string Name, Type Type)> All =
    [
        ("usage.UsageEvent", typeof(UsageEvent)),
        ("usage.RecordOutcome", typeof(RecordOutcome)),
        ("usage.ChangeOutcome", typeof(ChangeOutcome)),
        ("usage.Instant", typeof(Instant)),
        ("usage.TimeRange", typeof(TimeRange)),
        ("usage.CompanyReport", typeof(CompanyReport)),
        ("usage.AtsReport", typeof(AtsReport)),
        ("usage.CompanyUpdate", typeof(CompanyUpdate)),
        ("usage.PriceRuleUpdate", typeof(PriceRuleUpdate)),
        ("usage.PlanAssignmentUpdate", typeof(PlanAssignmentUpdate)),
        ("usage.EntitlementQuestion", typeof(EntitlementQuestion)),
        ("usage.Entitlement", typeof(Entitlement)),
        ("usage.BillingTransaction", typeof(BillingTransaction)),
        ("usage.TransactionQuery", typeof(TransactionQuery)),
        ("usage.TransactionPage", typeof(TransactionPage)),
        ("usage.AuditStamp", typeof(AuditStamp)),
        ("usage.CompanySettings", typeof(CompanySettings)),
        ("usage.CorrectionRequest", typeof(CorrectionRequest)),
        ("usage.CorrectionOutcome", typeof(CorrectionOutcome)),
        ("usage.RowQuery", typeof(RowQuery)),
        ("usage.RowPage", typeof(RowPage)),
        ("usage.EventRecord", typeof(EventRecord)),
        ("usage.SiloReports", typeof(SiloReports)),
        ("usage.SiloReportsRequest", typeof(SiloReportsRequest)),
        ("usage.RelayAnswer", typeof(RelayAnswer)),
        ("usage.LinesQuery", typeof(LinesQuery)),
        ("usage.CompanyLines", typeof(CompanyLines)),
        ("usage.SiloLines", typeof(SiloLines)),
        ("usage.SiloLinesRequest", typeof(SiloLinesRequest)),
        ("usage.RetryableException", typeof(RetryableException)),
        ("usage.UnknownCompanyException", typeof(UnknownCompanyException)),
        ("usage.CorruptedLedgerException", typeof(CorruptedLedgerException)),
    ];

    /// <inheritdoc />
    protected override void ConfigureInner(TypeManifestOptions options)
    {
        foreach (var (name, type) in All)
            options.WellKnownTypeAliases[name] = type;
    }
}
