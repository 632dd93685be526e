using System.Globalization;
using System.Text;
using UsageCluster.Core.Billing;
using UsageCluster.Core.Books;
using UsageCluster.Core.Time;

namespace UsageCluster.Cli.Replaying;

/// <summary>A replay as lines and tables for people.</summary>
internal static class ReplayText
{
    private static readonly string[] FigureColumns =
        ["time", "cost key", "focus", "direction", "resolution", "unit", "events", "served", "interviews", "served", "quantity", "served", "difference"];

    private static readonly string[] PartingColumns = ["occurred at", "version", "id", "cost key", "unit", "events", "served", "quantity", "served"];

    /// <summary>The lines; with <paramref name="all"/> also of figures that are the same.</summary>
    public static string Of(Replay replay, bool all)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"company {replay.CompanyId}: replayed up to version {replay.Version}");
        if (replay.LedgerFault is { } fault)
        {
            var where = fault.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"version {version}: ") : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"the ledger itself is off, nothing was compared: {where}{fault.What}");
        }

        foreach (var unused in replay.Unused)
            text.AppendLine(unused);
        foreach (var comparison in replay.Comparisons)
            Add(text, comparison, all);
        return text.ToString().TrimEnd();
    }

    /// <summary>A month as 2024-01, all else by its bounds.</summary>
    public static string NameOf(TimeRange range)
    {
        if (range.End <= Instant.Latest && CalendarMonth.At(range.Start) is var month && month.Range == range)
            return month.ToString();
        return $"{range.Start}/{(range.End > Instant.Latest ? "" : range.End)}";
    }

    private static void Add(StringBuilder text, Comparison comparison, bool all)
    {
        var differing = comparison.Rows.Count(row => row.Pair.Differs);
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{comparison.With}: {differing} of {comparison.Rows.Count} figures differ from the ledger's");
        Add(text, FigureColumns, comparison.Rows.Where(row => all || row.Pair.Differs).Select(Cells));
        if (comparison.Agrees)
            return;
        var first = comparison.FirstVersion is { } version
            ? string.Create(CultureInfo.InvariantCulture, $"they part at version {version} first")
            : "the ledger has no entry where they part";
        text.AppendLine().AppendLine(comparison.IsCut ? $"{first}, of the earliest {comparison.Partings.Count} instants at which they part" : first);
        Add(text, PartingColumns, comparison.Partings.SelectMany(Cells));
    }

    private static string[] Cells(FigureRow row) =>
    [
        NameOf(row.Range),
        CostKey(row.Key),
        row.Key.AgentFocus ?? "",
        row.Key.Direction?.ToString() ?? "",
        row.Key.Resolution?.ToString() ?? "",
        Unit(row.Key.System),
        Number(row.Pair.Ledger.Events),
        Number(row.Pair.Other.Events),
        Number(row.Pair.Ledger.Interviews),
        Number(row.Pair.Other.Interviews),
        Number(row.Pair.Ledger.Quantity),
        Number(row.Pair.Other.Quantity),
        Number((Int128)row.Pair.Other.Quantity - row.Pair.Ledger.Quantity),
    ];

    private static IEnumerable<string[]> Cells(Parting parting) =>
        from figure in parting.Figures
        where figure.Key.CostKey.Length > 0
        from entry in parting.Entries.DefaultIfEmpty()
        select (string[])
        [
            parting.At.ToString(),
            entry is null ? "-" : Number(entry.Version),
            entry?.Id ?? "-",
            CostKey(figure.Key),
            Unit(figure.Key.System),
            Number(figure.Value.Ledger.Events),
            Number(figure.Value.Other.Events),
            Number(figure.Value.Ledger.Quantity),
            Number(figure.Value.Other.Quantity),
        ];

    private static string CostKey(LineKey key) => key.CostKey.Length == 0 ? "(all)" : key.CostKey;

    private static string Unit(BillingSystem system) => system == BillingSystem.Credits ? "credits/10^6" : "ms";

    private static string Number(Int128 number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Add(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        var lines = rows.Prepend(columns).ToList();
        if (lines.Count == 1)
            return;
        var widths = columns.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        foreach (var line in lines)
            text.AppendLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }
}
