using CsvHelper;
using UsageCluster.Gateway.Ingest;
using UsageCluster.Gateway.Responses;

namespace UsageCluster.Gateway.Monthly;

/// <summary>Monthly rows as CSV.</summary>
internal static class MonthlyCsv
{
    /// <summary>The names of the cells.</summary>
    public static readonly string[] Header =
    [
        "id", "account_id", "product_id", "aggr_product_id", "month", "type", "description", "currency", "direction", "resolution", "unit", "price",
        "wallet_name", "number_of_units", "total_amount",
    ];

    /// <summary>Writes the cells of a record.</summary>
    public static void Write(CsvWriter csv, MonthlyRow row)
    {
        ReadOnlySpan<string?> texts =
        [
            row.Id, row.CompanyId, row.ProductId, row.AggrProductId, row.Month, row.Type, row.Description, row.Price.Currency,
            EventWords.Of(row.Key.Direction), EventWords.Of(row.Key.Resolution), row.Price.Unit,
        ];
        foreach (var text in texts)
            CsvCells.WriteText(csv, text);
        CsvCells.WriteMicro(csv, row.Price.PriceMicro);
        CsvCells.WriteText(csv, row.WalletName);
        CsvCells.WriteMicro(csv, row.UnitsMicro);
        CsvCells.WriteMicro(csv, row.AmountMicro);
    }
}
