using UsageCluster.Actors.Ports;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Actors.Companies;

/// <summary>What an administrative change would write.</summary>
/// <param name="Outcome">The answer once it is written, or at once when there is nothing to write.</param>
/// <param name="Entries">Entries for the company's ledger; there may be none.</param>
/// <param name="RatesRevision">The revision of the general rules that the decision rests on; null: on none.</param>
/// <param name="Change">Row and audit record; null: nothing to write.</param>
internal sealed record ChangePlan(
    ChangeOutcome Outcome, IReadOnlyList<ChainedEntry> Entries, long? RatesRevision, CompanyChange? Change)
{
    /// <summary>Nothing to write.</summary>
    public static ChangePlan Nothing(ChangeOutcome outcome) => new(outcome, [], null, null);
}
