using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Reports;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Support;

/// <summary>The domain's rules over a plain list of entries: slow, and plainly right.</summary>
internal sealed class NaiveBooks
{
    private readonly NaiveHistory _history = new();
    private readonly List<UsageEntry> _uses = [];

    /// <summary>Whether a use falls out or in, or another system is in force, as a range's start moves.</summary>
    public bool MattersToStart(Instant from, Instant to) =>
        _uses.Any(u => IsIn(u.Event.OccurredAt, from, to)) || _history.Starts.Any(s => IsIn(s.Plus(TimeSpan.FromTicks(-1)), from, to));

    /// <summary>Whether a use falls out or in, or another system is in force, as a range's end moves.</summary>
    public bool MattersToEnd(Instant from, Instant to) =>
        _uses.Any(u => IsIn(u.Event.OccurredAt, from, to)) || _history.Starts.Any(s => IsIn(s, from, to));

    /// <summary>The uses that count.</summary>
    public IReadOnlyList<UsageEntry> Uses => _uses;

    public void Apply(IEnumerable<LedgerEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry is UsageEntry { Event.IsTest: false } use)
                _uses.Add(use);
            else if (entry is SwitchEntry change)
                _history.Switch(change.At, change.System);
        }
    }

    /// <summary>The systems of a range, as text that <see cref="ReportText"/> writes too.</summary>
    public string Report(TimeRange range)
    {
        var inForce = _history.InForce(range);
        var used = _uses.Where(u => range.Contains(u.Event.OccurredAt)).ToLookup(u => u.System);
        List<BillingSystem> systems = [];
        if (inForce.Count > 0)
            systems.Add(inForce[^1]);
        systems.AddRange(inForce.Where(s => !systems.Contains(s)).Distinct().ToArray());
        systems.AddRange(used.Select(g => g.Key).Where(s => !systems.Contains(s)).Order().ToArray());
        if (systems.Count == 0)
            systems.Add(_history.First ?? BillingSystem.Minutes);
        return ReportText.Of(systems.Select(s => Sum(s, used[s])));
    }

    private static SystemReport Sum(BillingSystem system, IEnumerable<UsageEntry> uses)
    {
        var buckets = new SortedDictionary<string, BucketFigures>(StringComparer.Ordinal);
        foreach (var use in uses)
        {
            var sum = buckets.GetValueOrDefault(use.Event.CostKey);
            buckets[use.Event.CostKey] = new BucketFigures(
                use.Event.CostKey, sum.Events + 1, sum.Interviews + (use.CountsAsInterview ? 1 : 0), sum.Quantity + use.Quantity);
        }

        return new SystemReport(system, buckets.Values.Sum(b => b.Quantity), buckets.Values.Sum(b => b.Interviews), [.. buckets.Values]);
    }

    private static bool IsIn(Instant edge, Instant from, Instant to) => from <= to ? edge >= from && edge < to : edge >= to && edge < from;
}
