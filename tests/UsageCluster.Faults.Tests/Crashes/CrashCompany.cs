using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Time;
using UsageCluster.TestKit.Audit;

namespace UsageCluster.Faults.Tests.Crashes;

/// <summary>A company, what was sent for it, and what its figures must be once all of that is booked, computed from the contract alone.</summary>
internal sealed class CrashCompany(string id, BillingSystem system)
{
    /// <summary>Of the price rule for any focus, in credits.</summary>
    public const decimal BaseCost = 1.5m, CostPerMinute = 0.6m;

    private static readonly Instant First = new(new DateTime(2025, 3, 1).Ticks);

    private readonly Dictionary<string, BillingSystem> _systems = [];
    private readonly HashSet<string> _voided = [];
    private readonly List<SentEvent> _sent = [];
    private bool _isSwitched;

    public string Id => id;

    /// <summary>What its next events are booked in.</summary>
    public BillingSystem System { get; private set; } = system;

    public IReadOnlyList<SentEvent> Sent => _sent;

    /// <summary>An event that is about to be sent.</summary>
    public SentEvent Next()
    {
        var number = _sent.Count + 1;
        // Ids that are UUIDs and ids that are text are stored in different ways.
        var eventId = number % 3 == 0 ? new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString() : $"event-{number}";
        // The later half of the year is booked in what a switch on July 1st leads to.
        var occurredAt = First.Plus(TimeSpan.FromHours(number % 500) + (_isSwitched ? TimeSpan.FromDays(150) : TimeSpan.Zero));
        var sent = new SentEvent(new UsageEvent { EventId = eventId, CompanyId = id, OccurredAt = occurredAt, DurationMs = 1_000 * (1 + (number * 7 % 3_000)) });
        _systems[eventId] = System;
        _sent.Add(sent);
        return sent;
    }

    /// <summary>It is billed in credits from July on, when its next events occur.</summary>
    public void Switch() => (System, _isSwitched) = (BillingSystem.Credits, true);

    /// <summary>Its event no longer counts.</summary>
    public void Void(SentEvent sent) => _voided.Add(sent.Event.EventId);

    /// <summary>Events and quantity, as the unit shows it, of all that was sent and not voided.</summary>
    public (long Events, decimal Quantity) Expected(BillingSystem of)
    {
        var counted = _sent.Where(s => _systems[s.Event.EventId] == of && !_voided.Contains(s.Event.EventId)).ToList();
        return (counted.Count, of == BillingSystem.Minutes
            ? Round(counted.Sum(s => s.Event.DurationMs) / 60_000m)
            : counted.Sum(s => Round(BaseCost + (s.Event.DurationMs * CostPerMinute / 60_000))));
    }

    /// <summary>An event as the HTTP API takes it.</summary>
    public static object Json(SentEvent sent) => new
    {
        eventId = sent.Event.EventId,
        companyId = sent.Event.CompanyId,
        occurredAt = sent.Event.OccurredAt.ToString(),
        durationSeconds = sent.Event.DurationMs / 1_000,
    };

    private static decimal Round(decimal value) => Math.Round(value, 6, MidpointRounding.AwayFromZero);
}
