namespace UsageCluster.Core.Pricing;

/// <summary>The price rule that an event was booked by.</summary>
/// <param name="OfCompany">Whether it is the company's override; else the general rule.</param>
/// <param name="AnyFocus">Whether it is the <c>*</c> rule; else the rule of the event's own focus.</param>
/// <param name="Version">The rule's version.</param>
public readonly record struct RuleRef(bool OfCompany, bool AnyFocus, int Version);
