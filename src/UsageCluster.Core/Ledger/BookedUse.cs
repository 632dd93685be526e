using UsageCluster.Core.Books;
using UsageCluster.Core.Pricing;

namespace UsageCluster.Core.Ledger;

/// <summary>How an event counts, as booked or as corrected.</summary>
/// <param name="Line">The line, with the billing system.</param>
/// <param name="DurationMs">Milliseconds.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit, by the system; 0 for a test.</param>
/// <param name="CountsAsInterview">Whether it counts as an interview.</param>
/// <param name="Rule">The price rule it is rated by; null on minutes and for tests.</param>
public sealed record BookedUse(LineKey Line, long DurationMs, long Quantity, bool CountsAsInterview, RuleRef? Rule)
{
    /// <summary>As an event was booked.</summary>
    public static BookedUse Of(UsageEntry entry) =>
        new(LineKey.Of(entry.Event, entry.System), entry.Event.DurationMs, entry.Quantity, entry.CountsAsInterview, entry.Rule);
}
