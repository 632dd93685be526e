using UsageCluster.Core.Books;
using UsageCluster.Core.Ledger;
using UsageCluster.Gateway.Monthly;

namespace UsageCluster.Gateway.History;

/// <summary>What a row of a history says. A correction's figures are signed: what it adds to those of the event.</summary>
/// <param name="Row">The row.</param>
/// <param name="Kind"><c>usage</c>, <c>void</c> or <c>adjust</c>.</param>
/// <param name="Corrects">The id of the corrected row; null: it is a use.</param>
/// <param name="CostMicro">Millionths of a credit or of a unit of money.</param>
/// <param name="Seconds">The duration in whole seconds, rounded half away from zero.</param>
/// <param name="Line">Where it counts; of an adjustment, where it does now.</param>
/// <param name="Quantity">Milliseconds or millionths of a credit.</param>
/// <param name="InterviewId">The interview; null: none, or a correction.</param>
/// <param name="EventId">The event.</param>
internal readonly record struct HistoryFigures(
    HistoryRow Row, string Kind, string? Corrects, long CostMicro, long Seconds, LineKey Line, long Quantity, string? InterviewId,
    string EventId)
{
    private const string NoProduct = "agent";

    /// <summary>What was used.</summary>
    public string Product => Line.AgentFocus ?? NoProduct;

    /// <summary>The figures of a row.</summary>
    public static HistoryFigures Of(MonthlyPrices prices, HistoryRow row)
    {
        if (row.Entry is not CorrectionEntry correction)
        {
            var usage = (UsageEntry)row.Entry;
            var use = BookedUse.Of(usage);
            return new HistoryFigures(
                row, "usage", null, HistoryCost.Micro(prices, row, use), Rounded(use.DurationMs), use.Line, use.Quantity, usage.Event.InterviewId,
                usage.Event.EventId);
        }

        var (before, after) = (correction.Before, correction.After);
        return new HistoryFigures(
            row,
            correction.Request.Kind == CorrectionKind.Void ? "void" : "adjust",
            HistoryRow.IdOf(row.CompanyId, correction.EventVersion),
            HistoryCost.Micro(prices, row, after) - HistoryCost.Micro(prices, row, before),
            Rounded((after?.DurationMs ?? 0) - before.DurationMs),
            (after ?? before).Line,
            (after?.Quantity ?? 0) - before.Quantity,
            null,
            correction.Request.EventId);
    }

    private static long Rounded(long ms) => (ms + (ms < 0 ? -500 : 500)) / 1_000;
}
