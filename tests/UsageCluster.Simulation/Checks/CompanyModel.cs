using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.Checks;

/// <summary>
/// A company as its ledger tells it, by a naive fold: lists, and one look at each entry when it is committed. What an entry says must follow from the
/// entries before it and from the rates in force at its commit.
/// </summary>
internal sealed class CompanyModel(CompanyRecord record, IReadOnlyCollection<UsageEvent> sent, Findings findings)
{
    private readonly List<(long Version, IReadOnlyList<BillingPeriod> Periods)> _periods = [(0, [])];
    private RateBook _rates = new(0, PriceRuleSet.Empty, []);

    public string CompanyId => record.Row.CompanyId;

    /// <summary>Entries seen.</summary>
    public int Version { get; private set; }

    /// <summary>What entries add to figures, in order of version; tests add nothing.</summary>
    public List<NaiveUse> Uses { get; } = [];

    /// <summary>Versions and instants of the entries that are rows of history.</summary>
    public List<(long Version, Instant At)> Rows { get; } = [];

    public Dictionary<string, BookedEvent> Events { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CorrectionEntry> Corrections { get; } = new(StringComparer.Ordinal);

    public MonthBooks Months { get; } = new();

    public PriceRuleSet Overrides { get; private set; } = PriceRuleSet.Empty;

    public Instant? ClosedAt { get; private set; }

    public PlanHistory Plans { get; private set; } = PlanHistory.Empty;

    public IReadOnlyList<BillingPeriod> PeriodsAt(long version) => _periods.Last(p => p.Version <= version).Periods;

    public LedgerEntry EntryAt(long version) => record.Entries[(int)version - 1].Entry;

    /// <summary>Looks at what was committed since the last look; true if there was anything.</summary>
    public bool CatchUp(PlanSet plans)
    {
        if (Version == record.Entries.Count)
            return false;
        for (; Version < record.Entries.Count; Version++)
        {
            var entry = record.Entries[Version].Entry;
            _rates = record.Rates[Version];
            Check(entry.Version == Version + 1, "I1", $"version {entry.Version} stands at place {Version + 1}");
            Add(entry);
        }

        if (Months.Difference(Plans, ClosedAt, plans, Used) is { } difference)
            Check(false, "I7", difference);
        return true;
    }

    private static bool Same(IReadOnlyList<BillingPeriod> a, IReadOnlyList<BillingPeriod> b) => a.SequenceEqual(b);

    private void Add(LedgerEntry entry)
    {
        switch (entry)
        {
            case UsageEntry usage:
                Add(usage);
                break;
            case CorrectionEntry correction:
                Add(correction);
                break;
            case SwitchEntry change:
                // Domain rule 4: a switch removes those at or after it, and is ignored where its system is in force already.
                var before = PeriodsAt(Version);
                var periods = before.Where(p => p.Since < change.At).ToList();
                if (periods.Count == 0 || periods[^1].System != change.System)
                    periods.Add(new BillingPeriod(change.At, change.System));
                Check(!Same(before, periods), "entries", $"switch {entry.Version} changes nothing");
                _periods.Add((entry.Version, periods));
                break;
            case ClosingEntry closing:
                Check(closing.ClosedAt != ClosedAt, "entries", $"closing {entry.Version} changes nothing");
                ClosedAt = closing.ClosedAt;
                break;
            case PriceOverrideEntry change:
                Check(
                    change.Rule.Version == Overrides.Rules.Count(r => r.AgentFocus == change.Rule.AgentFocus) + 1,
                    "entries", $"price rule {entry.Version} has version {change.Rule.Version}");
                Overrides = Overrides.With(change.Rule);
                break;
            case PlanAssignmentEntry assignment:
                Plans = Plans.Assign(assignment.PlanId, assignment.Since);
                break;
            default:
                if (Months.Add(entry) is { } fault)
                    Check(false, "I7", fault);
                break;
        }
    }

    private void Add(UsageEntry entry)
    {
        var report = entry.Event;
        Check(report.CompanyId == CompanyId, "I6", $"version {entry.Version} is an event of {report.CompanyId}");
        Check(Events.TryAdd(report.EventId, new BookedEvent(entry)), "I1", $"event {report.EventId} is booked twice, again at version {entry.Version}");
        Check(sent.Contains(report), "I1", $"event {report.EventId} at version {entry.Version} was never sent with this content");
        Check(report.OccurredAt <= entry.RecordedAt.Plus(EventLimits.AheadMax), "entries", $"event {report.EventId} occurred in the future");
        Check(!(report.OccurredAt >= ClosedAt), "rule 14", $"event {report.EventId} occurred after the closing");
        var period = PeriodsAt(Version).LastOrDefault(p => p.Since <= report.OccurredAt);
        Check(period == default ? false : period.System == entry.System, "rule 4", $"event {report.EventId} is booked in {entry.System}");
        Check(entry.CountsAsInterview == _rates.CountsAsInterview(report.CostKey), "rule 6", $"event {report.EventId} counts as an interview or not");
        var quantity = report.IsTest ? 0 : Rated(entry.System, report.AgentFocus, report.OccurredAt, report.DurationMs);
        Check(entry.Quantity == quantity, "rule 13", $"event {report.EventId} is booked with {entry.Quantity} and not with {quantity}");
        if (report.IsTest)
            return;
        Uses.Add(NaiveUse.Of(entry, report.OccurredAt, BookedUse.Of(entry), 1));
        Rows.Add((entry.Version, report.OccurredAt));
    }

    private void Add(CorrectionEntry entry)
    {
        Check(Corrections.TryAdd(entry.Request.CorrectionId, entry), "rule 10", $"correction {entry.Request.CorrectionId} is booked twice");
        if (!Events.TryGetValue(entry.Request.EventId, out var corrected))
        {
            Check(false, "rule 10", $"correction {entry.Request.CorrectionId} is of an event that is not booked");
            return;
        }

        var report = corrected.Entry.Event;
        Check(
            corrected.Counts is not null && entry.Before == corrected.Counts && entry.PreviousVersion == corrected.LastCorrection
                && entry.EventVersion == corrected.Version && entry.OccurredAt == report.OccurredAt && entry.IsTest == report.IsTest,
            "rule 10", $"correction {entry.Request.CorrectionId} is not of what event {report.EventId} counted as");
        Check(entry.After == After(entry), "rule 10", $"correction {entry.Request.CorrectionId} comes to {entry.After} and not to {After(entry)}");
        if (!entry.IsTest)
        {
            Uses.Add(NaiveUse.Of(entry, report.OccurredAt, entry.Before, -1));
            if (entry.After is { } after)
                Uses.Add(NaiveUse.Of(entry, report.OccurredAt, after, 1));
            Rows.Add((entry.Version, report.OccurredAt));
        }

        corrected.Counts = entry.After;
        corrected.LastCorrection = entry.Version;
    }

    private BookedUse? After(CorrectionEntry entry)
    {
        if (entry.Request.Kind == CorrectionKind.Void)
            return null;
        var (request, before) = (entry.Request, entry.Before);
        var line = before.Line with { CostKey = request.CostKey ?? before.Line.CostKey, AgentFocus = request.AgentFocus ?? before.Line.AgentFocus };
        var duration = request.DurationMs ?? before.DurationMs;
        var counts = line.CostKey == before.Line.CostKey ? before.CountsAsInterview : _rates.CountsAsInterview(line.CostKey);
        var after = new BookedUse(line, duration, before.Quantity, counts, before.Rule);
        if (entry.IsTest)
            return after;
        if (line.System == BillingSystem.Minutes)
            return duration == before.DurationMs ? after : after with { Quantity = Rated(line.System, null, entry.OccurredAt, duration) };
        if (line.AgentFocus != before.Line.AgentFocus)
        {
            var (rule, reference) = _rates.Find(Overrides, line.AgentFocus, entry.OccurredAt)!.Value;
            return after with { Quantity = Rating.CreditsMicro(rule, duration), Rule = reference };
        }

        // A duration alone is rated by the rule that the event was rated by.
        var kept = (before.Rule!.Value.OfCompany ? Overrides : _rates.GeneralRules).Rules.Single(r =>
            r.Version == before.Rule.Value.Version && r.AgentFocus == (before.Rule.Value.AnyFocus ? PriceRule.AnyFocus : line.AgentFocus));
        return duration == before.DurationMs ? after : after with { Quantity = Rating.CreditsMicro(kept, duration) };
    }

    private long Rated(BillingSystem system, string? focus, Instant at, long durationMs) => system == BillingSystem.Credits
        ? Rating.CreditsMicro(_rates.Find(Overrides, focus, at)!.Value.Rule, durationMs)
        : Plans.At(at) is { } planId ? _rates.Plans.InForce(planId, at)!.BookedMs(durationMs) : durationMs;

    private long Used(BillingSystem system, TimeRange range) => Uses.Where(u => u.Line.System == system && range.Contains(u.At)).Sum(u => u.Quantity);

    private void Check(bool holds, string rule, string what)
    {
        if (!holds)
            findings.Add(rule, $"{CompanyId}: {what}.");
    }
}
