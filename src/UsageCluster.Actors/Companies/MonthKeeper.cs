using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Pricing;
using UsageCluster.Core.Time;
using UsageCluster.Core.Transactions;

namespace UsageCluster.Actors.Companies;

/// <summary>Closes a company's months and keeps closed ones right, as part of what its writer appends.</summary>
internal static class MonthKeeper
{
    /// <summary>The entries that close what is due; none if nothing is.</summary>
    public static IReadOnlyList<ChainedEntry> Due(CompanyState state, RateBook rates, CompanyServices services, Instant now)
    {
        var closing = new MonthClosing(rates.Plans, services.Options.MonthClosesAfter);
        return Checked(() =>
        {
            var entry = closing.Close(state.Books, now, state.Books.Version + 1);
            return new[] { new ChainedEntry(entry, HashChain.Next(state.Hash, entry)) };
        });
    }

    /// <summary>Whether months are to be closed before anything else is appended.</summary>
    public static bool IsDue(CompanyState state, CompanyServices services, Instant now) =>
        !state.Books.Plans.Assignments.IsEmpty && new MonthClosing(Core.Plans.PlanSet.Empty, services.Options.MonthClosesAfter).IsDue(state.Books, now);

    /// <summary>The entries with the adjustments that they make necessary.</summary>
    public static IReadOnlyList<ChainedEntry> WithAdjustments(
        CompanyState state, IReadOnlyList<ChainedEntry> entries, RateBook rates, CompanyServices services, Instant now)
    {
        var closing = new MonthClosing(rates.Plans, services.Options.MonthClosesAfter);
        var adjustments = Checked(() => closing.AdjustFor(state.Books, [.. entries.Select(e => e.Entry)], now));
        if (adjustments.Count == 0)
            return entries;
        var result = new List<ChainedEntry>(entries);
        foreach (var adjustment in adjustments)
            result.Add(new ChainedEntry(adjustment, HashChain.Next(result.Count == 0 ? state.Hash : result[^1].Hash, adjustment)));
        return result;
    }

    /// <summary>A figure beyond 64 bits books nothing; what is booked stays as it is.</summary>
    private static T Checked<T>(Func<T> figures)
    {
        try
        {
            return figures();
        }
        catch (Exception exception) when (exception is OverflowException or KeyNotFoundException)
        {
            throw new LedgerUnavailableException("The figures of a closed month could not be made.", exception);
        }
    }
}
