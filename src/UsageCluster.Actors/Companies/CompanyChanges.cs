using UsageCluster.Actors.Control;
using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Plans;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Companies;

/// <summary>What administrative changes of a company come to, on its committed books. Writes nothing.</summary>
internal sealed class CompanyChanges(string companyId, CompanyServices services)
{
    /// <summary>Credits need a price rule for every focus (domain rule 3).</summary>
    public const string NoPriceRule = "no_price_rule";

    /// <summary>A transaction of this id and other content is booked.</summary>
    public const string TransactionConflict = "transaction_conflict";

    /// <summary>The balance would leave what can be counted, or there are too many.</summary>
    public const string TransactionNotPossible = "transaction_not_possible";

    /// <summary>Transactions of one company.</summary>
    private const int TransactionsMax = 100_000;

    /// <summary>There is no such plan.</summary>
    public const string UnknownPlan = "unknown_plan";

    /// <summary>Name, billing system and closing as they shall be.</summary>
    public async Task<ChangePlan> ReplaceAsync(CompanyUpdate update, AuditStamp stamp, CompanyState state, Instant now)
    {
        var before = await services.Companies.FindCompanyAsync(companyId, CancellationToken.None) ?? throw new UnknownCompanyException(companyId);
        var books = state.Books;
        var entries = new List<ChainedEntry>(2);
        var billing = books.Billing;
        long? ratesRevision = null;
        if (update.BillingSystem != CurrentSystem(billing, now))
        {
            var since = update.BillingSystemSince ?? now;
            billing = billing.Switch(since, update.BillingSystem);
            if (!ReferenceEquals(billing, books.Billing))
            {
                if (update.BillingSystem == BillingSystem.Credits)
                {
                    ratesRevision = await CoveringRevisionAsync(books.PriceOverrides, since);
                    if (ratesRevision is null)
                        return ChangePlan.Nothing(new ChangeOutcome(NoPriceRule, Created: false, Changed: false));
                }

                Add(entries, state, new SwitchEntry { Version = NextVersion(state, entries), RecordedAt = now, At = since, System = update.BillingSystem });
            }
        }

        if (update.ClosedAt != books.ClosedAt)
            Add(entries, state, new ClosingEntry { Version = NextVersion(state, entries), RecordedAt = now, ClosedAt = update.ClosedAt });

        var after = Row(update, billing, before);
        if (entries.Count == 0 && after == before)
            return ChangePlan.Nothing(default);
        var audit = stamp.Record(now, AdminJson.Company(before), AdminJson.Company(after));
        return new ChangePlan(
            new ChangeOutcome(null, Created: false, Changed: true), entries, ratesRevision, new CompanyChange(after == before ? null : after, audit));
    }

    /// <summary>One more price rule of the company's own.</summary>
    public static Task<ChangePlan> OverridePriceAsync(PriceRuleUpdate update, AuditStamp stamp, CompanyState state, Instant now)
    {
        var (rule, latest, isRepeat) = update.Among(state.Books.PriceOverrides, now);
        if (isRepeat)
            return Task.FromResult(ChangePlan.Nothing(default));
        var entries = new List<ChainedEntry>(1);
        Add(entries, state, new PriceOverrideEntry { Version = NextVersion(state, entries), RecordedAt = now, Rule = rule });
        var audit = stamp.Record(now, latest is null ? null : AdminJson.PriceRule(latest), AdminJson.PriceRule(rule));
        return Task.FromResult(new ChangePlan(
            new ChangeOutcome(null, Created: latest is null, Changed: true), entries, null, new CompanyChange(null, audit)));
    }

    /// <summary>A transaction, once.</summary>
    public static Task<ChangePlan> AddTransactionAsync(BillingTransaction transaction, AuditStamp stamp, CompanyState state, Instant now)
    {
        if (state.Books.Transactions.Find(transaction.Id) is { } booked)
            return Task.FromResult(ChangePlan.Nothing(new ChangeOutcome(
                booked.HasContentOf(transaction) ? null : TransactionConflict, Created: false, Changed: false)));
        if (state.Books.Transactions.Booked.Length >= TransactionsMax || !FitsBalance(state, transaction))
            return Task.FromResult(ChangePlan.Nothing(new ChangeOutcome(TransactionNotPossible, Created: false, Changed: false)));
        var entries = new List<ChainedEntry>(1);
        var created = transaction with { CreatedAt = now };
        Add(entries, state, new TransactionEntry { Version = NextVersion(state, entries), RecordedAt = now, Transaction = created });
        var change = new CompanyChange(null, stamp.Record(now, null, AdminJson.Transaction(created)));
        return Task.FromResult(new ChangePlan(new ChangeOutcome(null, Created: true, Changed: true), entries, null, change));
    }

    /// <summary>Half of 64 bits for what administrators move, half for what is used: no balance can leave 64 bits.</summary>
    private static bool FitsBalance(CompanyState state, BillingTransaction transaction)
    {
        Int128 moved = Int128.Abs(transaction.AmountMicro);
        foreach (var booked in state.Books.Transactions.Booked)
        {
            if (booked.Currency == transaction.Currency)
                moved += Int128.Abs(booked.AmountMicro);
        }

        return moved <= long.MaxValue / 2;
    }

    /// <summary>A plan from an instant on.</summary>
    public async Task<ChangePlan> AssignPlanAsync(PlanAssignmentUpdate update, AuditStamp stamp, CompanyState state, Instant now)
    {
        if (!await HasPlanAsync(update.PlanId))
            return ChangePlan.Nothing(new ChangeOutcome(UnknownPlan, Created: false, Changed: false));
        var before = state.Books.Plans;
        if (update.EffectiveFrom is null && before.At(now) == update.PlanId)
            return ChangePlan.Nothing(default);
        var since = update.EffectiveFrom ?? now;
        var after = before.Assign(update.PlanId, since);
        if (ReferenceEquals(after, before))
            return ChangePlan.Nothing(default);
        var entries = new List<ChainedEntry>(2);
        // A company's first plan finds the months that are over closed, without a charge: what reaches back into them is an adjustment.
        if (before.Assignments.IsEmpty)
            Add(entries, state, new MonthClosing(PlanSet.Empty, services.Options.MonthClosesAfter).Close(state.Books, now, NextVersion(state, entries)));
        Add(entries, state, new PlanAssignmentEntry { Version = NextVersion(state, entries), RecordedAt = now, PlanId = update.PlanId, Since = since });
        var isFirst = before.Assignments.IsEmpty;
        var audit = stamp.Record(now, isFirst ? null : AdminJson.PlanAssignments(before, now), AdminJson.PlanAssignments(after, now));
        return new ChangePlan(new ChangeOutcome(null, Created: isFirst, Changed: true), entries, null, new CompanyChange(null, audit));
    }

    /// <summary>The system in force; before the first one, the first.</summary>
    private static BillingSystem? CurrentSystem(BillingHistory billing, Instant now) =>
        billing.At(now) ?? (billing.Periods.Length > 0 ? billing.Periods[0].System : null);

    /// <summary>The revision by which every focus has a price from an instant on; null: some has none, by the newest rules.</summary>
    private async Task<long?> CoveringRevisionAsync(PriceRuleSet overrides, Instant since)
    {
        var rates = await services.Rates.RatesAsync(null, CancellationToken.None);
        if (rates.CoversEveryFocusFrom(overrides, since))
            return rates.Revision;
        rates = await services.Rates.RatesAsync(rates.Revision, CancellationToken.None);
        return rates.CoversEveryFocusFrom(overrides, since) ? rates.Revision : null;
    }

    /// <summary>Whether there is a plan: no is the store's own answer (domain rule 13). None is ever removed.</summary>
    private async Task<bool> HasPlanAsync(string planId)
    {
        var rates = await services.Rates.RatesAsync(null, CancellationToken.None);
        if (rates.Plans.Versions(planId).Count > 0)
            return true;
        rates = await services.Rates.RatesAsync(rates.Revision, CancellationToken.None);
        return rates.Plans.Versions(planId).Count > 0;
    }

    /// <summary>The row mirrors the last period of the history: the system last asked for, from when.</summary>
    private static CompanyRow Row(CompanyUpdate update, BillingHistory billing, CompanyRow before)
    {
        var row = before with { CompanyName = update.CompanyName, ClosedAt = update.ClosedAt };
        return billing.Periods.Length == 0
            ? row
            : row with { BillingSystem = billing.Periods[^1].System, BillingSystemSince = billing.Periods[^1].Since };
    }

    private static long NextVersion(CompanyState state, List<ChainedEntry> entries) => state.Books.Version + entries.Count + 1;

    private static void Add(List<ChainedEntry> entries, CompanyState state, LedgerEntry entry) =>
        entries.Add(new ChainedEntry(entry, HashChain.Next(entries.Count == 0 ? state.Hash : entries[^1].Hash, entry)));
}
