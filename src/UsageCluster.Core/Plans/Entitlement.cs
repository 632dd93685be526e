using System.Numerics;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Events;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Plans;

/// <summary>Whether an interview may start now, and what it would book.</summary>
/// <param name="IsAllowed">Whether the company may use it: by its plan's limit, if it has one, and by what an event of now would be rejected for.</param>
/// <param name="Code">Why it would be rejected, as a code of events; null: it would be booked.</param>
/// <param name="System">The system it would be booked in; null: it would be rejected.</param>
/// <param name="Quantity">What it would book: milliseconds or millionths of a credit.</param>
/// <param name="RemainingMicro">
/// What is left of the allowance of the plan in force, in millionths of a minute or credit; on credits without such a plan the balance; null: neither.
/// </param>
public sealed record Entitlement(bool IsAllowed, string? Code, BillingSystem? System, long Quantity, long? RemainingMicro)
{
    /// <summary>
    /// The answer as of now; null if the rates are older than the company's ledger. What is used counts for the whole UTC month; nothing is reserved.
    /// </summary>
    public static Entitlement? Of(CompanyBooks books, RateBook rates, EntitlementQuestion question, Instant now)
    {
        var decision = books.Decide(
            new UsageEvent
            {
                EventId = "?",
                CompanyId = books.CompanyId,
                OccurredAt = now,
                DurationMs = question.DurationMs,
                AgentFocus = question.AgentFocus,
            },
            rates,
            now,
            0,
            0);
        if (decision.RejectionCode == RejectionCodes.NoPriceRule)
            return null;
        if (decision.RejectionCode is { } code)
            return new Entitlement(false, code, null, 0, null);

        var month = CalendarMonth.At(now);
        var view = books.View();
        var stretch = PlanStretch.OfMonth(month, books.Plans, rates.Plans, books.ClosedAt).FirstOrDefault(s => s.Range.Contains(now));
        if (stretch is null || stretch.Plan.Unit != decision.System)
        {
            long? balance = decision.System == BillingSystem.Credits ? view.TransactionList.BalanceMicro : null;
            return new Entitlement(true, null, decision.System, decision.Quantity, balance);
        }

        long Used(BillingSystem system, TimeRange range) => view.Used(system, range);
        var remaining = PlanMonth.Of(month, [stretch], Used, now)!.RemainingMicro;
        var allowed = stretch.Plan.LimitMicro is not { } limit || IsWithin(limit, decision.System, (BigInteger)Used(decision.System, month.Range) + decision.Quantity);
        return new Entitlement(allowed, null, decision.System, decision.Quantity, remaining);
    }

    private static bool IsWithin(long limitMicro, BillingSystem system, BigInteger quantity) => system == BillingSystem.Minutes
        ? quantity * StretchFigures.ThirdsPerMs <= (BigInteger)limitMicro * StretchFigures.Thirds
        : quantity <= limitMicro;
}
