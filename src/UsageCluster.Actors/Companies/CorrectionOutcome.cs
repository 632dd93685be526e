using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>What became of corrections that were asked for together: all of them, or none.</summary>
/// <param name="ErrorCode">Null: booked. Else why one was refused: see <see cref="Core.Books.CorrectionCodes"/>.</param>
/// <param name="ErrorIndex">Which one was refused, from 0.</param>
/// <param name="Changed">Whether anything was booked; false where all were booked before.</param>
/// <param name="Entries">The entries, in the order of the request; none where one was refused.</param>
public sealed record CorrectionOutcome(string? ErrorCode, int ErrorIndex, bool Changed, IReadOnlyList<CorrectionEntry> Entries)
{
    /// <summary>One was refused, and so all.</summary>
    public static CorrectionOutcome Refused(string code, int index) => new(code, index, Changed: false, []);
}
