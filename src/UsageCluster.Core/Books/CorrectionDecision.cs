using UsageCluster.Core.Ledger;

namespace UsageCluster.Core.Books;

/// <summary>What would be booked for a correction, or why it is refused.</summary>
/// <param name="Entry">The entry; null: refused.</param>
/// <param name="Code">Why it is refused: see <see cref="CorrectionCodes"/> and <see cref="RejectionCodes"/>.</param>
public readonly record struct CorrectionDecision(CorrectionEntry? Entry, string? Code)
{
    /// <summary>The decision not to book.</summary>
    internal static CorrectionDecision Refused(string code) => new(null, code);
}
