using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Core.Time;

namespace UsageCluster.Simulation.Checks;

/// <summary>What one entry of a ledger adds to a line, or takes from it.</summary>
internal readonly record struct NaiveUse(long Version, Instant At, LineKey Line, int Events, long Quantity, int Interviews)
{
    public static NaiveUse Of(LedgerEntry entry, Instant at, BookedUse use, int sign) =>
        new(entry.Version, at, use.Line, sign, sign * use.Quantity, use.CountsAsInterview ? sign : 0);
}
