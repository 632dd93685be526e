using UsageCluster.Actors.Control;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.World;

/// <summary>The control plane's rows at the store: ATSs with every set of members that they ever had, and what changed.</summary>
internal sealed class ControlRows
{
    private readonly InMemoryLedger _ledger;
    private readonly Func<TimeSpan> _now;
    private readonly Dictionary<string, List<Membership>> _ats = new(StringComparer.Ordinal);
    private readonly List<ControlChange> _changes = [];

    public ControlRows(InMemoryLedger ledger, Func<TimeSpan> now)
    {
        (_ledger, _now) = (ledger, now);
        ledger.WhenChanged = (kind, id) => _changes.Add(new ControlChange(kind, id));
    }

    public RateBook Rates => _ledger.Rates;

    public ControlChanges ChangesSince(long revision) => new(_changes.Count, revision < 0 ? [] : _changes[(int)revision..]);

    public CompanyRow? Company(string companyId) => _ledger.Companies.FirstOrDefault(c => c.Row.CompanyId == companyId)?.Row;

    public AtsRow? Ats(string atsId) => _ats.GetValueOrDefault(atsId) is [.., { CompanyIds: { } companyIds }]
        ? new AtsRow(atsId, atsId, [.. companyIds.Select(id => new AtsMember(id, Company(id)!.CompanyName))])
        : null;

    /// <summary>Every set of members that the ATS had, with when it had it from.</summary>
    public IReadOnlyList<Membership> Memberships(string atsId) => _ats.GetValueOrDefault(atsId) ?? [];

    public void PutAts(string atsId, IReadOnlyList<string> companyIds)
    {
        if (!_ats.TryGetValue(atsId, out var memberships))
            _ats.Add(atsId, memberships = []);
        memberships.Add(new Membership(_now(), companyIds));
        _changes.Add(new ControlChange(ControlKind.Ats, atsId));
    }

    public void AddRule(string focus, long baseCostMicro, long costPerMinuteMicro, Instant from)
    {
        var version = Rates.GeneralRules.Rules.Count(r => r.AgentFocus == focus) + 1;
        _ledger.AddRule(new PriceRule(focus, version, baseCostMicro, 0, costPerMinuteMicro, from));
    }

    public void AddPlan(PlanVersion plan) => _ledger.AddPlan(plan with { Version = Rates.Plans.Versions(plan.PlanId).Count + 1 });
}
