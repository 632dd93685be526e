using CsvHelper;
using UsageCluster.Gateway.Responses;
using UsageCluster.Gateway.Usage;

namespace UsageCluster.Gateway.History;

/// <summary>Rows of a history as CSV: the cells are the members of the JSON answer.</summary>
internal static class HistoryCsv
{
    /// <summary>The names of the cells.</summary>
    public static readonly string[] Header =
    [
        "id", "kind", "corrects", "cost", "duration", "product", "unit", "quantity", "billingSystem", "costKey", "occurredAt", "recordedAt", "interviewId",
        "eventId", "companyId",
    ];

    /// <summary>Writes the cells of a record.</summary>
    public static void Write(CsvWriter csv, HistoryFigures figures)
    {
        var row = figures.Row;
        csv.WriteField(row.Id);
        csv.WriteField(figures.Kind);
        csv.WriteField(figures.Corrects ?? "");
        CsvCells.WriteMicro(csv, figures.CostMicro);
        csv.WriteField(figures.Seconds);
        csv.WriteField(figures.Product);
        csv.WriteField(HistoryJson.Unit);
        CsvCells.WriteQuantity(csv, figures.Line.System, figures.Quantity);
        csv.WriteField(UsageJson.Word(figures.Line.System));
        csv.WriteField(figures.Line.CostKey);
        csv.WriteField(row.OccurredAt.ToString());
        csv.WriteField(row.Entry.RecordedAt.ToString());
        CsvCells.WriteText(csv, figures.InterviewId);
        CsvCells.WriteText(csv, figures.EventId);
        csv.WriteField(row.CompanyId);
    }
}
