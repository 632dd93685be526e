using System.Collections.ObjectModel;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Events;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Timelines;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Core.Books;

/// <summary>
/// One company's state: the fold over its ledger's entries in order of version. Not safe for concurrent use; readers take
/// <see cref="View"/>s, which later entries do not change.
/// </summary>
public sealed class CompanyBooks(string companyId)
{
    /// <summary>Distinct cost keys that one company may use.</summary>
    public const int CostKeysMax = 10_000;

    /// <summary>
    /// Lines that one company may use (see <see cref="LineKey"/>), as of the books when an event is decided: the events of one append may add
    /// some more.
    /// </summary>
    public const int LinesMax = 50_000;

    private readonly SystemBooks _minutes = new(BillingSystem.Minutes);
    private readonly SystemBooks _credits = new(BillingSystem.Credits);
    private readonly HashSet<string> _costKeys = new(StringComparer.Ordinal);
    private readonly CorrectionBooks _corrections = new();
    private CompanyView? _view;
    private SnapshotChunks? _missing;

    /// <summary>The company.</summary>
    public string CompanyId { get; } = companyId;

    /// <summary>The version of the last entry applied; 0 before the first.</summary>
    public long Version { get; private set; }

    /// <summary>Which billing system is in force when.</summary>
    public BillingHistory Billing { get; private set; } = BillingHistory.Empty;

    /// <summary>From when events are rejected; null: open.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>The company's own price rules.</summary>
    public PriceRuleSet PriceOverrides { get; private set; } = PriceRuleSet.Empty;

    /// <summary>Which plan the company is on when.</summary>
    public PlanHistory Plans { get; private set; } = PlanHistory.Empty;

    /// <summary>Booked transactions, and what closed months came to.</summary>
    public CompanyTransactions Transactions { get; private set; } = CompanyTransactions.Empty;

    /// <summary>
    /// Whether every use is in memory. Else chunks of some lines are in the snapshot that the books come from, and only what needs none of them may be asked:
    /// settings and totals, a report of a range after <see cref="FetchFor"/>, and <see cref="Apply(IReadOnlyList{LedgerEntry})"/> of what
    /// <see cref="NeedsMissing"/> denies.
    /// </summary>
    public bool IsWhole
    {
        get
        {
            if (_missing is { AreTaken: true })
                _missing = null;
            return _missing is null;
        }
    }

    /// <summary>Whether an event of this cost key was booked (tests do not count).</summary>
    public bool HasCostKey(string costKey) => _costKeys.Contains(costKey);

    /// <summary>
    /// Decides on an event in the order: occurred_in_future, no_billing_system, company_closed, too_many_cost_keys,
    /// too_many_lines, rating,
    /// overflow. Does not know duplicates. Does not change the books. Totals are guarded so that no sum of a range can leave
    /// 64 bits: <paramref name="pendingMinutesMs"/> and <paramref name="pendingCreditsMicro"/> are what is decided but not applied
    /// yet, <paramref name="pendingCostKeys"/> the cost keys of that, as far as the books do not have them.
    /// <see cref="RejectionCodes.NoPriceRule"/> is for the caller, never for a client: the rates are older than the ledger.
    /// </summary>
    public BookingDecision Decide(
        UsageEvent report,
        RateBook rates,
        Instant now,
        long pendingMinutesMs,
        long pendingCreditsMicro,
        IReadOnlySet<string>? pendingCostKeys = null)
    {
        if (report.OccurredAt.Ticks - EventLimits.AheadMax.Ticks > now.Ticks)
            return BookingDecision.Rejected(RejectionCodes.OccurredInFuture, "occurredAt");
        if (Billing.At(report.OccurredAt) is not { } system)
            return BookingDecision.Rejected(RejectionCodes.NoBillingSystem, "occurredAt");
        if (report.OccurredAt >= ClosedAt)
            return BookingDecision.Rejected(RejectionCodes.CompanyClosed, "occurredAt");
        var decision = new BookingDecision { System = system, CountsAsInterview = rates.CountsAsInterview(report.CostKey) };
        if (report.IsTest)
            return decision;
        if (WhyNoLine(LineKey.Of(report, system), pendingCostKeys) is { } tooMany)
            return BookingDecision.Rejected(tooMany, tooMany == RejectionCodes.TooManyLines ? "agentFocus" : "costKey");
        return system == BillingSystem.Minutes
            ? DecideMinutes(decision, report, rates, pendingMinutesMs)
            : DecideCredits(decision, report, rates, pendingCreditsMicro);
    }

    /// <summary>
    /// Applies entries in order. Throws <see cref="InvalidDataException"/> if a version does not follow; then nothing was applied.
    /// Throws <see cref="OverflowException"/> if a total leaves 64 bits, which no entry that <see cref="Decide"/> allowed can do;
    /// then the books are of no further use.
    /// </summary>
    public void Apply(IReadOnlyList<LedgerEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Version != Version + 1 + i)
                throw new InvalidDataException($"Entry {entries[i].Version} of company {CompanyId} does not follow {Version + i}.");
        }

        for (var i = 0; i < entries.Count; i++)
            Apply(entries[i]);
        _minutes.InsertLate();
        _credits.InsertLate();
        if (entries.Count > 0)
            _view = null;
    }

    /// <summary>An immutable view of what has been applied. Cheap: shares structure with the books.</summary>
    public CompanyView View() =>
        _view ??= new CompanyView(CompanyId, Version, Billing, ClosedAt, PriceOverrides, _minutes.View(), _credits.View(), _corrections.View())
        {
            Plans = Plans,
            Transactions = Transactions,
        };

    /// <summary>What a report of a range needs of the snapshot; null: nothing.</summary>
    public ChunkFetch? FetchFor(TimeRange range)
    {
        if (IsWhole)
            return null;
        var missing = new List<SealedChunk>();
        foreach (var line in View().Lines)
            line.AddMissing(range, missing);
        missing.Sort(static (a, b) => a.Place!.Start.CompareTo(b.Place!.Start));
        return missing.Count == 0 ? null : new ChunkFetch(missing);
    }

    /// <summary>The next bytes, up to so many, of what the books have not taken yet of the snapshot; null: the books are whole.</summary>
    public ChunkFetch? FetchNext(int bytesMax) => _missing?.Next(bytesMax);

    /// <summary>Whether what an entry books may belong into chunks that are not in memory.</summary>
    public bool NeedsMissing(LedgerEntry entry) => !IsWhole && entry switch
    {
        UsageEntry usage => BooksOf(usage.System).Find(LineKey.Of(usage.Event, usage.System))?.Uses.IsAmongFull(usage.Event.OccurredAt.Ticks) == true,
        CorrectionEntry => true,
        _ => false,
    };

    /// <summary>What a snapshot holds besides uses, which follow line by line.</summary>
    internal void Restore(long version, BillingHistory billing, Instant? closedAt, PriceRuleSet priceOverrides)
    {
        Version = version;
        Billing = billing;
        ClosedAt = closedAt;
        PriceOverrides = priceOverrides;
    }

    /// <summary>What a snapshot holds of plans and transactions.</summary>
    internal void Restore(PlanHistory plans, CompanyTransactions transactions)
    {
        Plans = plans;
        Transactions = transactions;
    }

    /// <summary>The chunks of the snapshot, which may not be in memory yet.</summary>
    internal void Restore(SnapshotChunks chunks) => _missing = chunks;

    /// <summary>The corrections.</summary>
    internal CorrectionBooks Corrections => _corrections;

    /// <summary>The corrections of the event that the entry of a version booked; null: it has none.</summary>
    public CorrectionTrail? CorrectionsOf(long eventVersion) => _corrections.Trails.GetValueOrDefault(eventVersion);

    /// <summary>The line of a key, made if there is none.</summary>
    internal Line LineOf(in LineKey key)
    {
        var books = BooksOf(key.System);
        if (books.Find(key) is { } line)
            return line;
        line = books.Make(key);
        _costKeys.Add(line.Key.CostKey);
        return line;
    }

    /// <summary>Takes in what a snapshot put on a line.</summary>
    internal void Restored(Line line) => BooksOf(line.Key.System).Restored(line);

    /// <summary>Whether one more quantity leaves the total of a system within 64 bits.</summary>
    internal bool HasRoomFor(BillingSystem system, long quantity, long pending) =>
        (Int128)BooksOf(system).Total + pending + quantity <= long.MaxValue;

    /// <summary>The milliseconds that a duration is booked as, by the plan's increment at an instant; null: the rates do not know the plan.</summary>
    internal long? BookedMs(RateBook rates, Instant at, long durationMs) => Plans.At(at) is { } planId
        ? rates.Plans.InForce(planId, at)?.BookedMs(durationMs)
        : durationMs;

    /// <summary>Why the line is one too many, as a code; null: it is not.</summary>
    internal string? WhyNoLine(in LineKey key, IReadOnlySet<string>? pendingCostKeys)
    {
        if (IsOneCostKeyTooMany(key.CostKey, pendingCostKeys))
            return RejectionCodes.TooManyCostKeys;
        return _minutes.LineCount + _credits.LineCount >= LinesMax && BooksOf(key.System).Find(key) is null ? RejectionCodes.TooManyLines : null;
    }

    private static BookingDecision Guard(BookingDecision decision, SystemBooks books, long pending) =>
        (Int128)books.Total + pending + decision.Quantity > long.MaxValue
            ? BookingDecision.Rejected(RejectionCodes.QuantityOverflow, "durationSeconds")
            : decision;

    private SystemBooks BooksOf(BillingSystem system) => system == BillingSystem.Minutes ? _minutes : _credits;

    private bool IsOneCostKeyTooMany(string costKey, IReadOnlySet<string>? pending)
    {
        if (_costKeys.Contains(costKey) || pending?.Contains(costKey) == true)
            return false;
        var known = _costKeys.Count + (pending?.Count ?? 0);
        return known >= CostKeysMax && known - KnownAmong(pending) >= CostKeysMax;
    }

    private int KnownAmong(IReadOnlySet<string>? pending)
    {
        var count = 0;
        foreach (var key in pending ?? ReadOnlySet<string>.Empty)
        {
            if (_costKeys.Contains(key))
                count++;
        }

        return count;
    }

    /// <summary>The plan of the instant may round up (domain rule 2).</summary>
    private BookingDecision DecideMinutes(BookingDecision decision, UsageEvent report, RateBook rates, long pendingMinutesMs)
    {
        return BookedMs(rates, report.OccurredAt, report.DurationMs) is { } bookedMs
            ? Guard(decision with { Quantity = bookedMs }, _minutes, pendingMinutesMs)
            : BookingDecision.Rejected(RejectionCodes.NoPriceRule, "occurredAt");
    }

    private BookingDecision DecideCredits(BookingDecision decision, UsageEvent report, RateBook rates, long pendingCreditsMicro)
    {
        if (rates.Find(PriceOverrides, report.AgentFocus, report.OccurredAt) is not { } found)
            return BookingDecision.Rejected(RejectionCodes.NoPriceRule, "agentFocus");
        try
        {
            var quantity = Rating.CreditsMicro(found.Rule, report.DurationMs);
            return Guard(decision with { Quantity = quantity, Rule = found.Ref }, _credits, pendingCreditsMicro);
        }
        catch (OverflowException)
        {
            return BookingDecision.Rejected(RejectionCodes.QuantityOverflow, "durationSeconds");
        }
    }

    private void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case UsageEntry { Event: { IsTest: false } report } usage:
                BooksOf(usage.System).Add(
                    LineOf(LineKey.Of(report, usage.System)),
                    new TimelinePoint(report.OccurredAt.Ticks, usage.Version, usage.Quantity, usage.CountsAsInterview));
                break;
            case UsageEntry:
                break;
            case SwitchEntry change:
                Billing = Billing.Switch(change.At, change.System);
                break;
            case ClosingEntry closing:
                ClosedAt = closing.ClosedAt;
                break;
            case PriceOverrideEntry change:
                PriceOverrides = PriceOverrides.With(change.Rule);
                break;
            case PlanAssignmentEntry assignment:
                Plans = Plans.Assign(assignment.PlanId, assignment.Since);
                break;
            case TransactionEntry transaction:
                Transactions = Transactions.With(transaction);
                break;
            case MonthCloseEntry close:
                Transactions = Transactions.With(close);
                break;
            case CorrectionEntry correction:
                Apply(correction);
                break;
            default:
                throw new InvalidDataException($"Entries of kind {entry.Kind} are unknown.");
        }

        Version = entry.Version;
    }

    private void Apply(CorrectionEntry correction)
    {
        _corrections.Apply(correction);
        if (correction.IsTest)
            return;
        var books = BooksOf(correction.Before.Line.System);
        books.Remove(LineOf(correction.Before.Line), Point(correction, correction.Before));
        if (correction.After is { } after)
            books.Put(LineOf(after.Line), Point(correction, after));

        static TimelinePoint Point(CorrectionEntry correction, BookedUse use) =>
            new(correction.OccurredAt.Ticks, correction.Version, use.Quantity, use.CountsAsInterview);
    }
}
