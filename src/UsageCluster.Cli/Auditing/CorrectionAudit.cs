using UsageCluster.Actors.Ports;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Ledger;

namespace UsageCluster.Cli.Auditing;

/// <summary>What must hold for a correction (domain rule 10): its event is there, not voided, and counts as the event and its corrections before say.</summary>
internal sealed class CorrectionAudit(ILedgerRows rows, StoredCompany company, QuantityAudit quantities)
{
    private readonly Dictionary<long, (long Version, BookedUse? After)> _last = [];

    /// <summary>What is off with the next correction; null: nothing is.</summary>
    public async ValueTask<string?> FaultOfAsync(CorrectionEntry correction, CancellationToken cancellationToken)
    {
        if (correction.EventVersion < 1 || correction.EventVersion >= correction.Version)
            return $"it corrects version {correction.EventVersion}, which is not before it";
        if (await rows.EntriesAsync(company, correction.EventVersion - 1, 1, cancellationToken) is not [{ Entry: UsageEntry booked }])
            return $"it corrects version {correction.EventVersion}, which books no event";
        if (booked.Event.EventId != correction.Request.EventId)
            return $"it corrects event {correction.Request.EventId}, and version {correction.EventVersion} books event {booked.Event.EventId}";
        if (booked.Event.OccurredAt != correction.OccurredAt || booked.Event.IsTest != correction.IsTest)
            return "it says of its event another instant, or that it is a test, than the event's own entry";
        var (last, before) = _last.TryGetValue(booked.Version, out var earlier) ? earlier : (0, BookedUse.Of(booked));
        _last[booked.Version] = (correction.Version, correction.After);
        if (before is null)
            return $"event {booked.Event.EventId} is voided by version {last} already";
        if (correction.PreviousVersion != last)
            return $"it follows the event's correction of version {correction.PreviousVersion}; the last one is of version {last}";
        if (correction.Before != before)
            return $"what the event counted as before is not what version {(last == 0 ? booked.Version : last)} made it";
        return (correction.Request.Kind, correction.After) switch
        {
            (CorrectionKind.Void, null) => null,
            (CorrectionKind.Adjust, { } after) => await FaultOfAsync(correction, before, after, cancellationToken),
            _ => "what the event counts as now is not what a correction of its kind leaves",
        };
    }

    private async ValueTask<string?> FaultOfAsync(CorrectionEntry correction, BookedUse before, BookedUse after, CancellationToken cancellationToken)
    {
        var request = correction.Request;
        var line = before.Line with { CostKey = request.CostKey ?? before.Line.CostKey, AgentFocus = request.AgentFocus ?? before.Line.AgentFocus };
        if (after.Line != line || after.DurationMs != (request.DurationMs ?? before.DurationMs)
            || (line.CostKey == before.Line.CostKey && after.CountsAsInterview != before.CountsAsInterview))
            return "the event counts as something else now than was asked for";

        // What stays as it is, is not rated again, and a rule stays unless the focus changes (rule 4).
        var isRated = after.DurationMs != before.DurationMs || (line.System == BillingSystem.Credits && line.AgentFocus != before.Line.AgentFocus);
        if (!isRated)
            return after.Quantity == before.Quantity && after.Rule == before.Rule ? null : "it changes the quantity, and nothing that the quantity is made of";
        if (line.AgentFocus == before.Line.AgentFocus && after.Rule != before.Rule)
            return "it is rated by another price rule than the event, whose agent focus it does not change";
        return await quantities.FaultOfAsync(correction.OccurredAt, after, correction.IsTest, cancellationToken);
    }
}
