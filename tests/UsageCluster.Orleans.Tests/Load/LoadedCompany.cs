using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Orleans.Tests.Load;

/// <summary>A company whose events the test sends: what was sent, and what was acknowledged of it. Safe for concurrent use.</summary>
internal sealed class LoadedCompany(string id, BillingSystem system)
{
    /// <summary>What was used, so that the price rule is the load's own.</summary>
    public const string AgentFocus = "load";

    /// <summary>Of the price rule, in credits: with durations in whole seconds every quantity is a whole millionth.</summary>
    public const decimal BaseCost = 1.5m;

    public const decimal CostPerMinute = 0.6m;

    private readonly Lock _lock = new();
    private readonly List<SentEvent> _sent = [];
    private Tally _allSent;
    private Tally _acknowledged;

    public string Id => id;

    public BillingSystem System => system;

    public Tally Sent
    {
        get
        {
            lock (_lock)
                return _allSent;
        }
    }

    public Tally Acknowledged
    {
        get
        {
            lock (_lock)
                return _acknowledged;
        }
    }

    public IReadOnlyList<SentEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _sent];
        }
    }

    /// <summary>To be called before the event is sent for the first time.</summary>
    public SentEvent Send(UsageEvent report)
    {
        var sent = new SentEvent(report);
        lock (_lock)
        {
            _sent.Add(sent);
            _allSent += TallyOf(report);
        }

        return sent;
    }

    /// <summary>To be called once the event's sender knows that it is booked.</summary>
    public void Acknowledge(SentEvent sent)
    {
        lock (_lock)
        {
            if (sent.IsAcknowledged)
                return;
            sent.Acknowledge();
            _acknowledged += TallyOf(sent.Event);
        }
    }

    private Tally TallyOf(UsageEvent report) => new(1, system == BillingSystem.Minutes
        ? report.DurationMs
        : (long)((BaseCost + (report.DurationMs * CostPerMinute / 60_000)) * 1_000_000));
}
