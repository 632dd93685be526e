using UsageCluster.Core.Billing;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Core.Books;

/// <summary>What would be booked for an event, or why it is rejected.</summary>
public readonly record struct BookingDecision
{
    /// <summary>Null if the event can be booked; else the contract's code: see <see cref="RejectionCodes"/>.</summary>
    public string? RejectionCode { get; init; }

    /// <summary>The event's field that is at fault, as JSON names it; null if none.</summary>
    public string? Field { get; init; }

    /// <summary>The system it is booked in.</summary>
    public BillingSystem System { get; init; }

    /// <summary>Milliseconds or millionths of a credit.</summary>
    public long Quantity { get; init; }

    /// <summary>Whether it counts as an interview.</summary>
    public bool CountsAsInterview { get; init; }

    /// <summary>The rule, on credits.</summary>
    public RuleRef? Rule { get; init; }

    /// <summary>The decision not to book.</summary>
    internal static BookingDecision Rejected(string code, string field) => new() { RejectionCode = code, Field = field };
}
