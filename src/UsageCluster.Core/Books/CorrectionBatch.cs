using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Books;

/// <summary>
/// Decides on corrections that are booked together, one after the other, each on the books and on those before it. Does not change the books; does
/// not know repeats.
/// </summary>
/// <param name="books">The books.</param>
/// <param name="rates">General price rules and the catalogue.</param>
/// <param name="now">When the corrections are recorded.</param>
public sealed class CorrectionBatch(CompanyBooks books, RateBook rates, Instant now)
{
    /// <summary>Corrections that one event may have.</summary>
    public const int PerEventMax = 100;

    private readonly Dictionary<long, CorrectionEntry> _latest = [];
    private readonly Dictionary<long, int> _counts = [];
    private readonly HashSet<string> _costKeys = new(StringComparer.Ordinal);
    private long _minutesMs;
    private long _creditsMicro;
    private long _version = books.Version;

    /// <summary>
    /// Decides in the order: already_voided, too_many_corrections, too_many_cost_keys, too_many_lines, rating, overflow.
    /// <see cref="RejectionCodes.NoPriceRule"/> is for the caller: the rates are older than the ledger.
    /// </summary>
    /// <param name="request">The correction.</param>
    /// <param name="booked">The event's own entry.</param>
    /// <param name="last">The event's last correction in the books; null: it has none.</param>
    public CorrectionDecision Decide(CorrectionRequest request, UsageEntry booked, CorrectionEntry? last)
    {
        last = _latest.GetValueOrDefault(booked.Version, last!);
        if (last is { After: null })
            return CorrectionDecision.Refused(CorrectionCodes.AlreadyVoided);
        var count = _counts.GetValueOrDefault(booked.Version, books.CorrectionsOf(booked.Version)?.Versions.Count ?? 0);
        if (count >= PerEventMax)
            return CorrectionDecision.Refused(CorrectionCodes.TooManyCorrections);
        var before = last?.After ?? BookedUse.Of(booked);
        BookedUse? after = null;
        if (request.Kind == CorrectionKind.Adjust && Adjust(request, booked, before, out after) is { } code)
            return CorrectionDecision.Refused(code);

        _counts[booked.Version] = count + 1;
        return new CorrectionDecision(
            _latest[booked.Version] = new CorrectionEntry
            {
                Version = ++_version,
                RecordedAt = now,
                Request = request,
                EventVersion = booked.Version,
                PreviousVersion = last?.Version ?? 0,
                OccurredAt = booked.Event.OccurredAt,
                IsTest = booked.Event.IsTest,
                Before = before,
                After = after,
            },
            null);
    }

    private string? Adjust(CorrectionRequest request, UsageEntry booked, BookedUse before, out BookedUse? after)
    {
        var line = before.Line with { CostKey = request.CostKey ?? before.Line.CostKey, AgentFocus = request.AgentFocus ?? before.Line.AgentFocus };
        after = before with
        {
            Line = line,
            DurationMs = request.DurationMs ?? before.DurationMs,
            CountsAsInterview = line.CostKey == before.Line.CostKey ? before.CountsAsInterview : rates.CountsAsInterview(line.CostKey),
        };
        if (booked.Event.IsTest)
            return null;
        if (books.WhyNoLine(line, _costKeys) is { } tooMany)
            return tooMany;
        if (Rate(before, ref after, booked.Event.OccurredAt) is { } code)
            return code;
        ref var pending = ref line.System == BillingSystem.Minutes ? ref _minutesMs : ref _creditsMicro;
        if (!books.HasRoomFor(line.System, after.Quantity, pending))
            return RejectionCodes.QuantityOverflow;
        pending += after.Quantity;
        if (!books.HasCostKey(line.CostKey))
            _costKeys.Add(line.CostKey);
        return null;
    }

    // The rule and its version stay unless the focus changes; what stays as it is, is not rated again.
    private string? Rate(BookedUse before, ref BookedUse after, Instant occurredAt)
    {
        if (after.Line.System == BillingSystem.Minutes)
        {
            if (after.DurationMs == before.DurationMs)
                return null;
            if (books.BookedMs(rates, occurredAt, after.DurationMs) is not { } bookedMs)
                return RejectionCodes.NoPriceRule;
            after = after with { Quantity = bookedMs };
            return null;
        }

        var (rule, found) = (FindRule(before), before.Rule);
        if (after.Line.AgentFocus != before.Line.AgentFocus)
            (rule, found) = rates.Find(books.PriceOverrides, after.Line.AgentFocus, occurredAt) is { } match ? (match.Rule, match.Ref) : default;
        else if (after.DurationMs == before.DurationMs)
            return null;
        if (rule is null)
            return RejectionCodes.NoPriceRule;
        try
        {
            after = after with { Quantity = Rating.CreditsMicro(rule, after.DurationMs), Rule = found };
            return null;
        }
        catch (OverflowException)
        {
            return RejectionCodes.QuantityOverflow;
        }
    }

    private PriceRule? FindRule(BookedUse use)
    {
        if (use.Rule is not { } rule)
            return null;
        var focus = rule.AnyFocus ? PriceRule.AnyFocus : use.Line.AgentFocus;
        var rules = (rule.OfCompany ? books.PriceOverrides : rates.GeneralRules).Rules;
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Version == rule.Version && rules[i].AgentFocus == focus)
                return rules[i];
        }

        return null;
    }
}
