using System.Text.Encodings.Web;
using System.Text.Json;
using UsageCluster.Core.Books;

namespace UsageCluster.Cli.Replaying;

/// <summary>A replay as one JSON object for machines; quantities are whole milliseconds or millionths of a credit.</summary>
internal static class ReplayJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object; with <paramref name="all"/> also with figures that are the same.</summary>
    public static string Of(Replay replay, bool all) => JsonSerializer.Serialize(
        new
        {
            company = replay.CompanyId,
            version = replay.Version,
            ledgerFault = replay.LedgerFault is { } fault ? new { version = fault.Version, what = fault.What } : null,
            unused = replay.Unused,
            comparisons = replay.Comparisons.Select(comparison => new
            {
                with = comparison.With,
                agrees = comparison.Agrees,
                firstVersion = comparison.FirstVersion,
                figures = comparison.Rows.Where(row => all || row.Pair.Differs).Select(row => new
                {
                    time = ReplayText.NameOf(row.Range),
                    figure = Key(row.Key),
                    ledger = Sums(row.Pair.Ledger),
                    served = Sums(row.Pair.Other),
                }),
                partings = comparison.Partings.Select(parting => new
                {
                    occurredAt = parting.At.ToString(),
                    entries = parting.Entries.Select(entry => new { version = entry.Version, id = entry.Id }),
                    figures = parting.Figures.Select(f => new { figure = Key(f.Key), ledger = Sums(f.Value.Ledger), served = Sums(f.Value.Other) }),
                }),
                morePartings = comparison.IsCut,
            }),
        },
        Options);

    private static object Key(LineKey key) => new
    {
        billingSystem = JsonNamingPolicy.CamelCase.ConvertName(key.System.ToString()),
        costKey = key.CostKey.Length == 0 ? null : key.CostKey,
        agentFocus = key.AgentFocus,
        direction = key.Direction?.ToString(),
        resolution = key.Resolution?.ToString(),
    };

    private static object Sums(LineSums sums) => new { events = sums.Events, interviews = sums.Interviews, quantity = sums.Quantity };
}
